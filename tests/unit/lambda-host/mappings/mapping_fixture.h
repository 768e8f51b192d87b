#pragma once

#include "core/api_error.h"
#include "core/json/value.h"
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
    if (clock) clock->advance(takes);
    invocations.push_back({std::move(request), std::move(done)});
  }

  void warm(const core::Scope&, const core::FunctionName& function,
            const std::string& qualifier) override {
    warmed.push_back(function.get() + qualifier);
  }

  std::vector<std::string> warmed;
  bool missing = false;
  core::ManualClock* clock = nullptr;  // that moves while an invocation begins,
  core::Duration takes{};              // by so much
  int refused = 0;
  std::deque<Invocation> invocations;
};

// A mapping registry over one table's stream, with functions "f" and "g".
struct MappingFixture {
  explicit MappingFixture(int shards = 1);
  ~MappingFixture();

  void open_registry();

  // All of the process is made anew over what is stored; what ran is forgotten.
  void restart();

  // Runs the event loop until it would wait.
  void settle() {
    do {
      engine->run_turn();
    } while (alarms.run_due());
  }
  void advance(core::Duration by);

  // The wall clock is moved; no time passes.
  void jump(core::Duration by);

  lambda_host::EventSourceMapping create(const std::string& members = "",
                                         const std::string& position = "TRIM_HORIZON");
  lambda_host::EventSourceMapping create_body(std::string body);
  lambda_host::EventSourceMapping update(const core::MappingId& id, std::string body);
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
  void answer(lambda_host::InvocationResult::Status status, std::string payload);

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
