#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include "core/base64.h"
#include "core/json/value.h"
#include "server/lambda_api/lambda_api.h"

#include <doctest/doctest.h>

namespace tests {
namespace {

using core::json::Kind;

// Mappings are made here, but nothing is delivered.
class SilentAlarm : public lambda_host::Alarm {
 public:
  void after(core::Duration, std::function<void()>) override {}
  void cancel() override {}
};

}  // namespace

std::optional<std::vector<streams::SourceShard>> StillSource::shards(
    const core::StreamArn& stream) const {
  if (stream.get() != kStreamArn) return std::nullopt;
  return std::vector<streams::SourceShard>();
}

void FakeInvoker::invoke(lambda_host::InvocationRequest request, lambda_host::InvocationDone done) {
  if (!refusal.empty()) throw refusal.back();
  requests.push_back(request);
  running_.emplace_back(std::move(request), std::move(done));
}

void FakeInvoker::succeed(std::string payload) {
  lambda_host::InvocationResult result;
  result.payload = std::move(payload);
  end(std::move(result));
}

void FakeInvoker::fail(std::string payload) {
  lambda_host::InvocationResult result;
  result.status = lambda_host::InvocationResult::Status::function_error;
  result.payload = std::move(payload);
  result.error_type = "Error";
  end(std::move(result));
}

void FakeInvoker::end(lambda_host::InvocationResult result) {
  REQUIRE(!running_.empty());
  const auto [request, done] = running_.front();
  running_.pop_front();
  result.request_id = request.request_id;
  result.executed_version = "$LATEST";
  if (request.wants_log_tail) result.log_tail = "START RequestId: " + request.request_id + "\n";
  done(std::move(result));
}

LambdaApi::LambdaApi()
    : mappings(engine.connection, engine.writer, functions,
               {source, invoker, engine.clock, [] { return std::make_unique<SilentAlarm>(); },
                destination}),
      queue_mappings(engine.connection, engine.writer, functions,
                     {queue_source, invoker, engine.clock, engine.alarms.maker()}),
      async_invocations({engine.connection, engine.writer, functions, invoker, destination,
                         engine.clock, engine.alarms.maker()}),
      services{engine.services.settings,
               engine.clock,
               engine.catalog,
               engine.writer,
               engine.backups,
               engine.copies,
               engine.stream_registry,
               engine.shard_log,
               engine.logs,
               engine.queues,
               functions,
               invoker,
               mappings,
               queue_mappings,
               [this](std::function<void()> work, std::function<void()> done) {
                 held_work.push_back([work = std::move(work), done = std::move(done)] {
                   work();
                   done();
                 });
                 if (!holds_work) run_held_work();
               },
               engine.services.transaction_tokens,
               async_invocations,
               engine.services.statements} {
  services.read_object = [this](const core::Scope&, const std::string& bucket,
                                const std::string& key, std::size_t,
                                const std::function<void(server::ObjectContent)>& done) {
    const auto found = objects.find(bucket + "/" + key);
    if (found != objects.end()) return done({found->second});
    done({"", "NoSuchBucket", "The specified bucket does not exist"});
  };
}

LambdaApi::~LambdaApi() = default;

void LambdaApi::run_held_work() {
  for (const auto& work : std::exchange(held_work, {})) work();
}

void LambdaApi::send(std::string method, std::string target, std::string body, HeaderList headers) {
  const FakeHeaders listed(std::move(headers));
  server::lambda_api::serve_lambda_api(
      {method, target, listed, std::move(body)}, services,
      [this](core::HttpResponse response) { replies.push_back(std::move(response)); });
  engine.run_turn();
}

core::HttpResponse LambdaApi::call(std::string method, std::string target, std::string body,
                                   HeaderList headers) {
  const std::size_t before = replies.size();
  send(std::move(method), std::move(target), std::move(body), std::move(headers));
  REQUIRE(replies.size() == before + 1);
  return replies.back();
}

core::HttpResponse LambdaApi::create(const std::string& name, const std::string& members) {
  return call("POST", "/2015-03-31/functions",
              R"({"FunctionName":")" + name + R"(",)" + members +
                  R"("Runtime":"nodejs22.x","Handler":"index.handler",)"
                  R"("Role":"arn:aws:iam::000000000000:role/r","Code":{"ZipFile":")" +
                  base64_zip() + R"("}})");
}

core::HttpResponse LambdaApi::create_mapping(const std::string& function,
                                             const std::string& members) {
  return call("POST", "/2015-03-31/event-source-mappings/",
              R"({"FunctionName":")" + function + R"(",)" + members + R"("EventSourceArn":")" +
                  kStreamArn + R"(","StartingPosition":"TRIM_HORIZON"})");
}

std::string base64_zip(const std::string& handler) {
  return core::base64_encode(build_zip({
      {"index.mjs", handler}
  }));
}

std::string header(const core::HttpResponse& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

std::string at(const core::HttpResponse& response, std::string_view path) {
  const auto document = core::json::Document::parse(response.body);
  core::json::Value value = document.root();
  while (!path.empty()) {
    const auto end = path.find('/', 1);
    const std::string name(path.substr(1, end == std::string_view::npos ? end : end - 1));
    path.remove_prefix(std::min(end, path.size()));
    if (value.is(Kind::array)) {
      const auto index = static_cast<std::size_t>(std::stoul(name));
      if (index >= value.array().size()) return "";
      value = value.array().at(index);
      continue;
    }
    const auto member = value.is(Kind::object) ? value.object().find(name) : std::nullopt;
    if (!member) return "";
    value = *member;
  }
  return value.is(Kind::string) ? std::string(value.string()) : value.text();
}

std::string error(const core::HttpResponse& response) {
  const std::string message = at(response, "/message") + at(response, "/Message");
  return std::to_string(response.status) + " " + header(response, "x-amzn-ErrorType") + ": " +
         message;
}

}  // namespace tests
