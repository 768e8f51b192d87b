#include "tests/unit/server/control/control_fixture.h"

#include "core/json/value.h"
#include "lambda-host/functions/function_documents.h"

#include <utility>

ControlFixture::ControlFixture(int shards) : engine(shards) {
  engine.answer("CreateTable",
                R"({"TableName":"Things","BillingMode":"PAY_PER_REQUEST",)"
                R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
                R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"StreamSpecification":)"
                R"({"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"}})");
  for (const char* name : {"f", "g"}) {
    lambda_host::FunctionConfiguration function;
    function.scope = engine.scope;
    function.name = core::FunctionName(name);
    store.commit({lambda_host::document_of(function)});
  }
  functions.emplace(store, engine.clock, directory.functions());
  mappings.emplace(
      engine.connection, engine.writer, *functions,
      lambda_host::PollerEnvironment{source, invoker, engine.clock, alarms.maker(), destination});
  async_invocations.emplace(lambda_host::AsyncInvocationParts{engine.connection, engine.writer,
                                                              *functions, invoker, destination,
                                                              engine.clock, alarms.maker()});
  queue_mappings.emplace(
      engine.connection, engine.writer, *functions,
      lambda_host::QueuePollerEnvironment{queue, invoker, engine.clock, alarms.maker()});
  const server::Services& parts = engine.services;
  services.emplace(server::Services{parts.settings, parts.clock, parts.catalog, parts.writer,
                                    parts.backups, parts.copies, parts.streams, parts.shard_log,
                                    parts.logs, parts.queues, *functions, invoker, *mappings,
                                    *queue_mappings, parts.run_on_worker, parts.transaction_tokens,
                                    *async_invocations, parts.statements});
  drains.emplace(server::control::DrainParts{*mappings, *queue_mappings, *async_invocations,
                                             alarms.maker(), [this] { engine.run_turn(); }});
  worlds.emplace(server::worlds::WorldParts{
      *services, objects, topics,
      [this](const core::ScopeFilter& scopes) { return end_all(scopes); },
      [](const core::ScopeFilter&) {}, [] { return std::string("http://127.0.0.1:8000"); }});
  snapshots.emplace(engine.connection, *worlds, alarms.maker()());
  restorations.emplace(engine.connection, *worlds, *snapshots, alarms.maker()());
  resets.emplace(*worlds, alarms.maker()());
  snapshot_files.emplace(engine.connection, *worlds, *snapshots, alarms.maker()(),
                         directory.own().find_or_make("snapshots"),
                         directory.own().find_or_make("buckets"));
  chores.emplace(std::vector<server::Chore>{}, alarms.maker()());
  settle();
}

ControlFixture::~ControlFixture() = default;

std::size_t ControlFixture::end_all(const core::ScopeFilter& scopes) {
  const std::size_t count = invoker.invocations.size();
  for (std::size_t n = 0; n < count; ++n) {
    auto invocation = std::move(invoker.invocations.front());
    invoker.invocations.pop_front();
    if (!scopes.covers(invocation.request.scope)) {
      invoker.invocations.push_back(std::move(invocation));
      continue;
    }
    lambda_host::InvocationResult killed;
    killed.status = lambda_host::InvocationResult::Status::function_error;
    killed.error_type = "Runtime.ExitError";
    killed.payload = R"({"errorType":"Runtime.ExitError","errorMessage":"killed"})";
    invocation.done(std::move(killed));
  }
  return count - invoker.invocations.size();
}
