#pragma once

#include "core/api_error.h"
#include "core/json/value.h"
#include "lambda-host/functions/function_documents.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "storage/files/data_directory.h"
#include "tests/support/fake_destination.h"
#include "tests/support/manual_alarms.h"
#include "tests/support/stream_fixture.h"
#include "tests/unit/lambda-host/fakes.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// Keeps invocations until the test answers them.
class FakeInvoker : public lambda_host::Invoker {
 public:
  struct Invocation {
    lambda_host::InvocationRequest request;
    lambda_host::InvocationDone done;
  };

  void invoke(lambda_host::InvocationRequest request, lambda_host::InvocationDone done) override {
    if (missing) {
      ++refused;
      throw core::ApiError(core::ErrorCode::resource_not_found, "Function not found: f");
    }
    invocations.push_back({std::move(request), std::move(done)});
  }

  void warm(const core::Scope&, const core::FunctionName& function,
            const std::string& qualifier) override {
    warmed.push_back(function.get() + qualifier);
  }

  std::vector<std::string> warmed;
  bool missing = false;
  int refused = 0;
  std::deque<Invocation> invocations;
};

// A mapping registry over one table's stream, with functions "f" and "g".
struct MappingFixture {
  explicit MappingFixture(int shards = 1) : engine(std::in_place, stored, shards) {
    engine->add_table();
    for (const char* name : {"f", "g"}) {
      lambda_host::FunctionConfiguration function;
      function.scope = stored.scope;
      function.name = core::FunctionName(name);
      store.commit({lambda_host::document_of(function)});
    }
    functions.emplace(store, stored.clock, directory.functions());
    open_registry();
  }

  void open_registry() {
    registry.emplace(stored.connection, engine->writer, *functions,
                     lambda_host::PollerEnvironment{engine->source, invoker, stored.clock,
                                                    alarms.maker(), destination});
  }

  // All of the process is made anew over what is stored; what ran is forgotten.
  void restart() {
    registry.reset();
    invoker.invocations.clear();
    destination.sent.clear();
    engine.reset();
    engine.emplace(stored);
    open_registry();
  }

  // Runs the event loop until it would wait.
  void settle() {
    do {
      engine->run_turn();
    } while (alarms.run_due());
  }
  void advance(core::Duration by) {
    const core::SteadyTime end = stored.clock.steady_now() + by;
    settle();
    for (auto next = alarms.next(); next && *next <= end; next = alarms.next()) {
      stored.clock.advance(*next - stored.clock.steady_now());
      settle();
    }
    stored.clock.advance(end - stored.clock.steady_now());
    settle();
  }

  // The wall clock is moved; no time passes.
  void jump(core::Duration by) {
    settle();
    stored.clock.set(stored.clock.now() + by);
    registry->clock_jumped();
    settle();
  }

  lambda_host::EventSourceMapping create(const std::string& members = "",
                                         const std::string& position = "TRIM_HORIZON") {
    return create_body(R"({"FunctionName":"f","EventSourceArn":")" + engine->stream_arn().get() +
                       R"(","StartingPosition":")" + position + "\"" + members + "}");
  }
  lambda_host::EventSourceMapping create_body(std::string body) {
    const auto document = core::json::Document::parse(std::move(body));
    return registry->create(stored.scope, document.root().object());
  }
  lambda_host::EventSourceMapping update(const core::MappingId& id, std::string body) {
    const auto document = core::json::Document::parse(std::move(body));
    return registry->update(stored.scope, id.get(), document.root().object());
  }
  const lambda_host::EventSourceMapping& get(const core::MappingId& id) {
    return registry->require(stored.scope, id.get());
  }

  // The ids of the items of the oldest unanswered invocation: "a,b". "" when there is none.
  std::string waiting() {
    settle();
    return invoker.invocations.empty() ? "" : ids(invoker.invocations.front().request.payload);
  }
  static std::string ids(const core::SharedText& payload) {
    std::string text;
    const auto document = core::json::Document::parse(std::string(payload.view()));
    document.root().object().find("Records")->array().for_each(
        [&](const core::json::Value& record) {
          const auto keys = record.object().find("dynamodb")->object().find("Keys");
          if (!text.empty()) text += ",";
          text += keys->object().find("id")->object().find("S")->string();
        });
    return text;
  }
  // Answers the oldest invocation.
  void succeed(std::string payload = "null") {
    answer(lambda_host::InvocationResult::Status::ok, std::move(payload));
  }
  void fail() { answer(lambda_host::InvocationResult::Status::function_error, "{}"); }
  void answer(lambda_host::InvocationResult::Status status, std::string payload) {
    lambda_host::InvocationResult result;
    result.status = status;
    result.payload = std::move(payload);
    auto invocation = std::move(invoker.invocations.front());
    invoker.invocations.pop_front();
    invocation.done(std::move(result));
    settle();
  }

  storage::files::DataDirectory directory = storage::files::DataDirectory::temporary();
  tests::StoredState stored;
  std::optional<tests::StreamFixture> engine;
  FakeFunctionStore store;
  ManualAlarms alarms{stored.clock};
  FakeInvoker invoker;
  tests::FakeDestination destination;
  std::optional<lambda_host::FunctionRegistry> functions;
  std::optional<lambda_host::MappingRegistry> registry;
};
