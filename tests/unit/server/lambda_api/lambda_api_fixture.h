#pragma once

#include "core/api_error.h"
#include "core/http_message.h"
#include "lambda-host/events/async_invocations.h"
#include "lambda-host/functions/function_registry.h"
#include "lambda-host/invoker.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "lambda-host/mappings/queue_mapping_registry.h"
#include "server/services.h"
#include "storage/files/data_directory.h"
#include "streams/stream_source.h"
#include "tests/support/engine.h"
#include "tests/support/fake_destination.h"
#include "tests/support/fake_headers.h"
#include "tests/unit/lambda-host/fakes.h"
#include "tests/unit/lambda-host/functions/zip_builder.h"

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tests {

// One stream, kStreamArn, in which nothing ever happens.
class StillSource : public streams::StreamSource {
 public:
  std::optional<std::vector<streams::SourceShard>> shards(
      const core::StreamArn& stream) const override;
  std::uint64_t shards_version(const core::StreamArn&) const override { return 0; }
  streams::ReadEnd visit(const streams::ReadRequest&, const streams::TakeRecord&) override {
    return {};
  }
  streams::Backlog backlog(const streams::ReadRequest&) override { return {}; }
  std::optional<core::SequenceNumber> newest(storage::ShardNumber) override { return {}; }
  core::SequenceNumber first_since(const core::StreamArn&, storage::ShardNumber,
                                   core::WallTime) override {
    return {};
  }
  core::SequenceNumber tip() const override { return {}; }
  std::unique_ptr<streams::Subscription> subscribe(
      const core::StreamArn&, std::function<void(const streams::Arrivals&)>) override {
    return std::make_unique<streams::Subscription>();
  }
};

inline constexpr const char* kQueueArn = "arn:aws:sqs:us-east-1:000000000000:q";

// One queue, kQueueArn, to which nobody ever sends.
class StillQueue : public lambda_host::MessageSource {
 public:
  std::optional<core::Duration> visibility_timeout(const std::string& queue_arn) const override {
    if (queue_arn != kQueueArn) return std::nullopt;
    return std::chrono::seconds(30);
  }
  std::size_t visible(const std::string&, std::size_t) const override { return 0; }
  std::unique_ptr<Receive> receive(const std::string&, std::size_t, Received) override {
    return std::make_unique<Receive>();
  }
  void erase(const std::string&, std::vector<std::int64_t>) override {}
  void hand_back(const std::string&, const std::vector<lambda_host::SourceMessage>&) override {}
};

inline constexpr const char* kStreamArn =
    "arn:aws:dynamodb:us-east-1:000000000000:table/T/stream/2026-01-01T00:00:00.000";

// Takes note of invocations, and ends each when told how.
class FakeInvoker : public lambda_host::Invoker {
 public:
  void invoke(lambda_host::InvocationRequest request, lambda_host::InvocationDone done) override;

  // Ends the oldest invocation that is under way.
  void succeed(std::string payload);
  void fail(std::string payload);

  std::vector<lambda_host::InvocationRequest> requests;
  std::vector<core::ApiError> refusal;  // thrown by invoke while there is one

 private:
  void end(lambda_host::InvocationResult result);

  std::deque<std::pair<lambda_host::InvocationRequest, lambda_host::InvocationDone>> running_;
};

// The API over a registry in a temporary directory. Each request ends the turn of the event loop.
// Work for the worker thread waits when `holds_work` is set.
struct LambdaApi {
  LambdaApi();
  ~LambdaApi();

  // Sends a request whose answer must be there at once.
  core::HttpResponse call(std::string method, std::string target, std::string body = {},
                          HeaderList headers = {});
  // Sends a request whose answer may come later: into `replies`.
  void send(std::string method, std::string target, std::string body = {}, HeaderList headers = {});
  void run_held_work();

  // CreateFunction with a role, a runtime, a handler and code; `members` are further ones, as
  // `"Timeout":5,`.
  core::HttpResponse create(const std::string& name, const std::string& members = {});
  // CreateEventSourceMapping from kStreamArn.
  core::HttpResponse create_mapping(const std::string& function, const std::string& members = {});

  storage::files::DataDirectory directory = storage::files::DataDirectory::temporary();
  Engine engine;
  FakeFunctionStore store;
  lambda_host::FunctionRegistry functions{store, engine.clock, directory.functions()};
  FakeInvoker invoker;
  FakeDestination destination;
  StillSource source;
  lambda_host::MappingRegistry mappings;
  StillQueue queue_source;
  lambda_host::QueueMappingRegistry queue_mappings;
  lambda_host::AsyncInvocations async_invocations;
  std::map<std::string, std::string> objects;  // of S3, by "BUCKET/KEY"
  bool holds_work = false;
  std::vector<std::function<void()>> held_work;
  server::Services services;
  std::vector<core::HttpResponse> replies;
};

// A zip with one handler file, in base64.
std::string base64_zip(const std::string& handler = "export const handler = () => 1;");
// "" when the answer has no such header.
std::string header(const core::HttpResponse& response, std::string_view name);
// The string at `/A/B` of the answer's JSON body; other values as their JSON text; "" when missing.
std::string at(const core::HttpResponse& response, std::string_view path);
// "404 ResourceNotFoundException: Function not found: …"
std::string error(const core::HttpResponse& response);

}  // namespace tests
