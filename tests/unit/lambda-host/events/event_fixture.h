#pragma once

#include "lambda-host/events/async_invocations.h"
#include "lambda-host/functions/event_invoke_config.h"
#include "lambda-host/functions/function_documents.h"
#include "storage/files/data_directory.h"
#include "tests/support/engine.h"
#include "tests/support/fake_destination.h"
#include "tests/unit/lambda-host/fakes.h"

#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// Asynchronous invocations of a function "f", which the test answers for. Alarms go off when time
// passes.
struct EventFixture : lambda_host::Invoker {
  struct Invocation {
    lambda_host::InvocationRequest request;
    lambda_host::InvocationDone done;
  };

  EventFixture() {
    configuration.scope = engine.scope;
    configuration.name = core::FunctionName("f");
    store.commit({lambda_host::document_of(configuration)});
    start();
  }

  // As after a restart: what runs is forgotten.
  void start() {
    events.reset();
    invocations.clear();
    functions.emplace(store, engine.clock, directory.functions());
    events.emplace(lambda_host::AsyncInvocationParts{engine.connection, engine.writer, *functions,
                                                     *this, destination, engine.clock,
                                                     engine.alarms.maker()});
    events->resume();
    settle();
  }

  void invoke(lambda_host::InvocationRequest request, lambda_host::InvocationDone done) override {
    if (refusal) throw core::ApiError(*refusal, "Rate Exceeded.");
    invocations.push_back({std::move(request), std::move(done)});
  }

  void settle() {
    do {
      engine.run_turn();
    } while (engine.alarms.run_due());
  }
  void advance(core::Duration by) {
    const core::SteadyTime end = engine.clock.steady_now() + by;
    settle();
    for (auto next = engine.alarms.next(); next && *next <= end; next = engine.alarms.next()) {
      engine.clock.advance(*next - engine.clock.steady_now());
      settle();
    }
    engine.clock.advance(end - engine.clock.steady_now());
    settle();
  }

  void add(const std::string& payload = "{}", const std::string& qualifier = "",
           const std::string& function = "f") {
    lambda_host::InvocationRequest request;
    request.scope = engine.scope;
    request.function = core::FunctionName(function);
    request.qualifier = qualifier;
    request.payload = payload;
    request.request_id = "id-" + payload;
    events->add(std::move(request), [this](bool ok) { accepted.push_back(ok); });
    settle();
  }
  void succeed(std::string payload = "null") { end(true, std::move(payload)); }
  void fail(std::string payload = R"({"errorMessage":"no"})") { end(false, std::move(payload)); }
  // Answers the oldest invocation.
  void end(bool ok, std::string payload) {
    lambda_host::InvocationResult result;
    if (!ok) result.status = lambda_host::InvocationResult::Status::function_error;
    result.payload = std::move(payload);
    result.executed_version = "$LATEST";
    auto oldest = std::move(invocations.front());
    invocations.pop_front();
    oldest.done(std::move(result));
    settle();
  }

  void configure(const lambda_host::EventInvokeConfig& config,
                 const std::string& qualifier = "$LATEST") {
    functions->attach(lambda_host::FunctionPart::event_invoke_config, engine.scope,
                      core::FunctionName("f"), qualifier,
                      lambda_host::write_stored_event_invoke_config(config));
  }
  void reserve(int count) {
    functions->attach(lambda_host::FunctionPart::concurrency, engine.scope, core::FunctionName("f"),
                      {}, std::to_string(count));
  }
  std::size_t stored() {
    return storage::AsyncInvocationTable(engine.connection).load_all().size();
  }

  storage::files::DataDirectory directory = storage::files::DataDirectory::temporary();
  tests::Engine engine;
  FakeFunctionStore store;
  lambda_host::FunctionConfiguration configuration;
  tests::FakeDestination destination;
  std::optional<lambda_host::FunctionRegistry> functions;
  std::optional<lambda_host::AsyncInvocations> events;
  std::deque<Invocation> invocations;
  std::optional<core::ErrorCode> refusal;
  std::vector<bool> accepted;
};
