#pragma once

#include "core/json/value.h"
#include "lambda-host/events/async_invocations.h"
#include "lambda-host/functions/function_documents.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "lambda-host/mappings/queue_mapping_registry.h"
#include "server/chores.h"
#include "server/control/control_api.h"
#include "server/control/drains.h"
#include "server/control/replay.h"
#include "server/faults/fault_list.h"
#include "server/s3/object_store.h"
#include "server/snapshot_files/exports.h"
#include "server/sns/topic_store.h"
#include "streams/log_stream_source.h"
#include "tests/support/engine.h"
#include "tests/support/fake_headers.h"
#include "tests/unit/lambda-host/mappings/mapping_fixture.h"
#include "tests/unit/lambda-host/mappings/queue_poller_fixture.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

// The control API over a table "Things" with a stream, of one shard as a rule, and a queue, and
// mappings that deliver their records and messages to the functions "f" and "g", which the test
// answers for.
struct ControlFixture {
  explicit ControlFixture(int shards = 1);
  ~ControlFixture();

  server::control::Health health;

  server::ControlParts parts() {
    return {*services,  clock,         *chores, *drains,         replays, source, *worlds,
            *snapshots, *restorations, *resets, *snapshot_files, faults,  health};
  }

  // Runs the event loop until it would wait.
  void settle() {
    do {
      engine.run_turn();
    } while (alarms.run_due() || queue.deliver());
  }
  void advance(core::Duration by) {
    const core::SteadyTime end = engine.clock.steady_now() + by;
    settle();
    for (auto next = alarms.next(); next && *next <= end; next = alarms.next()) {
      engine.clock.advance(*next - engine.clock.steady_now());
      settle();
    }
    engine.clock.advance(end - engine.clock.steady_now());
    settle();
  }

  // Sends a request; its answer comes into `answer`, maybe later.
  void send(const char* method, const std::string& path, std::string body = "") {
    answer.reset();
    const std::string target = "/_rivulet/" + path;
    server::serve_control_api(
        parts(), {method, target, headers, std::move(body), false, &peer},
        [this](core::HttpResponse response) { answer = std::move(response); });
  }
  // One whose answer must come without any time passing.
  core::HttpResponse call(const char* method, const std::string& path, std::string body = "") {
    send(method, path, std::move(body));
    settle();
    return answer.value();
  }
  std::string post(const std::string& path, std::string body) {
    return call("POST", path, std::move(body)).body;
  }
  std::string get(const std::string& path) { return call("GET", path).body; }

  const streams::Stream& stream() {
    return *engine.stream_registry.list(engine.scope, "", "").front();
  }
  void put(const std::string& id) {
    engine.answer("PutItem", R"({"TableName":"Things","Item":{"id":{"S":")" + id + R"("}}})");
  }
  // The id of a new mapping of the stream to a function, with further members: `,"BatchSize":1`.
  core::MappingId map(const std::string& members = "", const std::string& function = "f") {
    const auto body = core::json::Document::parse(
        R"({"FunctionName":")" + function + R"(","EventSourceArn":")" + stream().arn.get() +
        R"(","StartingPosition":"TRIM_HORIZON")" + members + "}");
    return mappings->create(engine.scope, body.root().object()).id;
  }
  // The same of the queue, ":q".
  core::MappingId map_queue(const std::string& members = "") {
    const auto body = core::json::Document::parse(
        R"({"FunctionName":"f","EventSourceArn":"arn:aws:sqs:us-east-1:000000000000:q")" + members +
        "}");
    return queue_mappings->create(engine.scope, body.root().object()).common.id;
  }
  // What a mapping's answer says besides.
  static std::string without_warnings(const std::string& answer) {
    const std::size_t begin = answer.find(R"(,"warnings":[)");
    if (begin == std::string::npos) return answer;
    return answer.substr(0, begin) + answer.substr(answer.find(']', begin) + 1);
  }
  // The ids of the items of the oldest unanswered invocation: "a,b". "" when there is none.
  std::string waiting() {
    settle();
    return invoker.invocations.empty()
               ? ""
               : MappingFixture::ids(invoker.invocations.front().request.payload);
  }
  // Answers the oldest invocation.
  void succeed(std::string payload = "null") {
    end(lambda_host::InvocationResult::Status::ok, std::move(payload));
  }
  void fail() {
    end(lambda_host::InvocationResult::Status::function_error,
        R"({"errorType":"Error","errorMessage":"no"})");
  }
  void end(lambda_host::InvocationResult::Status status, std::string payload) {
    lambda_host::InvocationResult result;
    result.status = status;
    result.payload = std::move(payload);
    result.request_id = "request-" + std::to_string(++ended);
    auto invocation = std::move(invoker.invocations.front());
    invoker.invocations.pop_front();
    invocation.done(std::move(result));
    settle();
  }

  // What becomes of the invocations when their processes are ended.
  std::size_t end_all(const core::ScopeFilter& scopes);

  // An asynchronous invocation of a function.
  void add_event(const std::string& function) {
    lambda_host::InvocationRequest request;
    request.scope = engine.scope;
    request.function = core::FunctionName(function);
    request.payload = std::string("{}");
    async_invocations->add(std::move(request), [](bool) {});
    settle();
  }

  // The client, who may leave.
  struct Peer : core::HttpPeer {
    void on_gone(std::function<void()> call) override { gone = std::move(call); }
    std::function<void()> gone;
  };

  storage::files::DataDirectory directory = storage::files::DataDirectory::temporary();
  tests::Engine engine;  // with so many shards a stream
  tests::FakeHeaders headers;
  core::AdjustableClock clock{engine.clock};
  FakeFunctionStore store;
  ManualAlarms alarms{engine.clock};
  FakeInvoker invoker;
  tests::FakeDestination destination;
  streams::LogStreamSource source{engine.shard_log, engine.stream_registry, engine.writer};
  std::optional<lambda_host::FunctionRegistry> functions;
  std::optional<lambda_host::MappingRegistry> mappings;
  std::optional<lambda_host::AsyncInvocations> async_invocations;
  FakeQueue queue;
  std::optional<lambda_host::QueueMappingRegistry> queue_mappings;
  std::optional<server::Services> services;
  std::optional<server::control::Drains> drains;
  std::optional<server::Chores> chores;
  server::control::Replays replays;
  server::s3::ObjectStore objects{
      {engine.connection, engine.writer, engine.clock, directory.own().find_or_make("buckets"),
       false, engine.services.run_on_worker}
  };
  server::sns::TopicStore topics{engine.connection, engine.writer};
  std::optional<server::worlds::WorldParts> worlds;
  std::optional<server::worlds::Snapshots> snapshots;
  std::optional<server::worlds::Restorations> restorations;
  std::optional<server::worlds::Resets> resets;
  std::optional<server::snapshot_files::Exports> snapshot_files;
  server::faults::FaultList faults{engine.clock};
  Peer peer;
  std::optional<core::HttpResponse> answer;
  int ended = 0;
};
