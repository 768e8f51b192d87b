#include "lambda-host/mappings/queue_mapping_registry.h"

#include "tests/unit/lambda-host/mappings/queue_poller_fixture.h"

#include <doctest/doctest.h>

namespace queue_mapping_registry_test {

using lambda_host::MappingState;
using lambda_host::QueueMapping;

namespace {

const std::string kArn = "arn:aws:sqs:us-east-1:000000000000:q";

struct Registry : MappingFixture {
  Registry() { open_queue_mappings(); }

  void open_queue_mappings() {
    queue_mappings.emplace(
        stored.connection, engine->writer, *functions,
        lambda_host::QueuePollerEnvironment{queue, invoker, stored.clock, alarms.maker()});
  }
  QueueMapping create(const std::string& members = "", const std::string& arn = kArn) {
    const auto document = core::json::Document::parse(R"({"FunctionName":"f","EventSourceArn":")" +
                                                      arn + "\"" + members + "}");
    return queue_mappings->create(stored.scope, document.root().object());
  }
  std::string fault(const std::string& members = "", const std::string& arn = kArn) {
    try {
      create(members, arn);
      return "";
    } catch (const core::ApiError& error) {
      return error.message();
    }
  }
  QueueMapping update(const QueueMapping& mapping, std::string body) {
    const auto document = core::json::Document::parse(std::move(body));
    return queue_mappings->update(*find(mapping), document.root().object());
  }
  const QueueMapping* find(const QueueMapping& mapping) {
    return queue_mappings->find(stored.scope, mapping.common.id.get());
  }
  void run() {
    do settle();
    while (queue.deliver());
  }

  FakeQueue queue;
  std::optional<lambda_host::QueueMappingRegistry> queue_mappings;
};

}  // namespace

TEST_CASE_FIXTURE(Registry, "a mapping delivers from its creation on, also after a restart") {
  const QueueMapping mapping = create();
  CHECK(mapping.common.state == MappingState::creating);
  CHECK(mapping.common.batch_size == 10);
  CHECK(find(mapping)->common.state == MappingState::enabled);
  queue.send("a");
  run();
  REQUIRE(invoker.invocations.size() == 1);
  CHECK(bodies_of(invoker.invocations[0].request.payload) == "a");
  CHECK(invoker.invocations[0].request.invoked_function_arn ==
        "arn:aws:lambda:us-east-1:000000000000:function:f");
  queue_mappings.reset();
  invoker.invocations.clear();
  open_queue_mappings();
  REQUIRE(find(mapping));
  queue.send("b");
  run();
  REQUIRE(invoker.invocations.size() == 1);
  CHECK(bodies_of(invoker.invocations[0].request.payload) == "b");
}

TEST_CASE_FIXTURE(Registry, "what a mapping can't be created for") {
  CHECK(fault("", "arn:aws:sqs:us-east-1:000000000000:nope") ==
        "Error occurred while ReceiveMessage. SQS Error Code: "
        "AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not "
        "exist.");
  CHECK(fault("", "arn:aws:sqs:us-east-1:111111111111:q").starts_with("Error occurred while"));
  CHECK(fault(R"(,"BatchSize":11)").starts_with("Maximum batch window"));
  const QueueMapping mapping = create();
  CHECK(fault() == "An event source mapping with SQS arn (\" " + kArn +
                       " \") and function (\" f \") already exists. Please update or delete the "
                       "existing mapping with UUID " +
                       mapping.common.id.get());
}

TEST_CASE_FIXTURE(Registry, "a mapping changes, and rests while it is disabled") {
  const QueueMapping mapping = create();
  QueueMapping changed = update(mapping, R"({"Enabled":false,"BatchSize":5})");
  CHECK(changed.common.state == MappingState::disabling);
  CHECK(find(mapping)->common.state == MappingState::disabled);
  CHECK(find(mapping)->common.batch_size == 5);
  queue.send("a");
  run();
  CHECK(invoker.invocations.empty());
  changed = update(mapping, R"({"Enabled":true})");
  CHECK(changed.common.state == MappingState::enabling);
  run();
  CHECK(invoker.invocations.size() == 1);
  CHECK(update(mapping, "{}").common.state == MappingState::updating);
}

TEST_CASE_FIXTURE(Registry, "a mapping that is erased delivers no more") {
  const QueueMapping mapping = create();
  CHECK(queue_mappings->erase(*find(mapping)).common.state == MappingState::deleting);
  CHECK_FALSE(find(mapping));
  queue.send("a");
  run();
  CHECK(invoker.invocations.empty());
  CHECK(queue_mappings->list(stored.scope, {}).empty());
}

TEST_CASE_FIXTURE(Registry, "mappings are listed by scope, source, function and marker") {
  const QueueMapping mapping = create();
  const auto listed = [&](const lambda_host::MappingQuery& query) {
    return queue_mappings->list(stored.scope, query).size();
  };
  CHECK(listed({}) == 1);
  CHECK(listed({kArn, "f", std::nullopt, std::nullopt}) == 1);
  CHECK(listed({std::nullopt, "g", std::nullopt, std::nullopt}) == 0);
  CHECK(listed({"arn:other", std::nullopt, std::nullopt, std::nullopt}) == 0);
  CHECK(listed({std::nullopt, std::nullopt, mapping.common.id.get(), std::nullopt}) == 0);
  core::Scope other = stored.scope;
  other.region = core::Region("eu-west-1");
  CHECK(queue_mappings->list(other, {}).empty());
  CHECK_FALSE(queue_mappings->find(other, mapping.common.id.get()));
}

TEST_CASE_FIXTURE(Registry, "the end waits for the invocations that are running") {
  create();
  queue.send("a");
  run();
  bool stopped = false;
  queue_mappings->stop([&] { stopped = true; });
  CHECK_FALSE(stopped);
  succeed();
  CHECK(stopped);
  CHECK(queue.erased.size() == 1);
}

TEST_CASE_FIXTURE(Registry, "a function is warmed when a mapping of a queue becomes active") {
  using Names = std::vector<std::string>;
  const QueueMapping mapping = create();
  CHECK(invoker.warmed == Names{"f"});
  update(mapping, R"({"Enabled":false})");
  update(mapping, R"({"BatchSize":2})");
  CHECK(invoker.warmed == Names{"f"});
  update(mapping, R"({"Enabled":true})");
  CHECK(invoker.warmed == Names{"f", "f"});
  queue_mappings->erase(*find(mapping));
  create(R"(,"Enabled":false)");
  CHECK(invoker.warmed == Names{"f", "f"});
}

TEST_CASE("messages are counted as far as a budget goes, which all mappings spend") {
  Registry f;
  const auto id = f.create(R"(,"Enabled":false)").common.id;
  for (int i = 0; i < 1500; ++i) f.queue.send("x");
  std::size_t budget = 1500;
  const auto first = f.queue_mappings->status(id, budget);
  CHECK(first.visible == lambda_host::kMaxCountedMessages);
  CHECK(first.has_more);
  CHECK(budget == 484);
  const auto second = f.queue_mappings->status(id, budget);
  CHECK(second.visible == 484);
  CHECK(second.has_more);
  CHECK(budget == 0);
  budget = 5000;
  f.queue.messages.resize(999);
  CHECK_FALSE(f.queue_mappings->status(id, budget).has_more);
}

}  // namespace queue_mapping_registry_test
