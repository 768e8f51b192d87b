#include "tests/unit/lambda-host/mappings/mapping_fixture.h"

#include "core/json/value.h"
#include "lambda-host/functions/function_documents.h"

#include <utility>

MappingFixture::MappingFixture(int shards) : engine(std::in_place, stored, shards) {
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

MappingFixture::~MappingFixture() = default;

void MappingFixture::open_registry() {
  registry.emplace(stored.connection, engine->writer, *functions,
                   lambda_host::PollerEnvironment{engine->source, invoker, stored.clock,
                                                  alarms.maker(), destination});
}

void MappingFixture::restart() {
  registry.reset();
  invoker.invocations.clear();
  destination.sent.clear();
  engine.reset();
  engine.emplace(stored);
  open_registry();
}

void MappingFixture::advance(core::Duration by) {
  const core::SteadyTime end = stored.clock.steady_now() + by;
  settle();
  for (auto next = alarms.next(); next && *next <= end; next = alarms.next()) {
    stored.clock.advance(*next - stored.clock.steady_now());
    settle();
  }
  stored.clock.advance(end - stored.clock.steady_now());
  settle();
}

void MappingFixture::jump(core::Duration by) {
  settle();
  stored.clock.set(stored.clock.now() + by);
  registry->clock_jumped();
  settle();
}

lambda_host::EventSourceMapping MappingFixture::create(const std::string& members,
                                                       const std::string& position) {
  return create_body(R"({"FunctionName":"f","EventSourceArn":")" + engine->stream_arn().get() +
                     R"(","StartingPosition":")" + position + "\"" + members + "}");
}

lambda_host::EventSourceMapping MappingFixture::create_body(std::string body) {
  const auto document = core::json::Document::parse(std::move(body));
  return registry->create(stored.scope, document.root().object());
}

lambda_host::EventSourceMapping MappingFixture::update(const core::MappingId& id,
                                                       std::string body) {
  const auto document = core::json::Document::parse(std::move(body));
  return registry->update(stored.scope, id.get(), document.root().object());
}

void MappingFixture::answer(lambda_host::InvocationResult::Status status, std::string payload) {
  lambda_host::InvocationResult result;
  result.status = status;
  result.payload = std::move(payload);
  auto invocation = std::move(invoker.invocations.front());
  invoker.invocations.pop_front();
  invocation.done(std::move(result));
  settle();
}
