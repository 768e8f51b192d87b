#include "server/operations/queues/queue_registry.h"

#include "tests/unit/server/operations/queues/queue_fixture.h"

#include <optional>

namespace queue_registry_test {

using server::operations::Queue;
using server::operations::Queues;

namespace {

storage::MessageCounts counts_of(Queues& queues, const Queue& queue) {
  storage::MessageCounts found;
  queues.messages.count(queue, [&](const auto& counts) { found = counts; });
  return found;
}

}  // namespace

TEST_CASE("queues and messages are what they were after a restart") {
  QueueWorld world(R"({"VisibilityTimeout":"5"})");
  world.send("a");
  world.receive();
  Queues again(world.connection, world.writer, world.clock, world.alarms.maker()());
  Queue* queue = again.registry.find(world.scope, "orders");
  REQUIRE(queue);
  CHECK(queue->settings.visibility_timeout == std::chrono::seconds(5));
  CHECK(queue->stored.name.get() == "orders");
  CHECK(again.registry.find(queue->stored.id) == queue);
  CHECK(counts_of(again, *queue).in_flight == 1);
  std::size_t received = 0;
  world.clock.advance(std::chrono::seconds(5));
  again.messages.receive(*queue, {},
                         [&](const auto& result) { received = result->messages.size(); });
  world.run_turn();
  CHECK(received == 1);
}

TEST_CASE("a queue is found by an ARN of its scope") {
  QueueWorld world;
  auto& registry = world.queues.registry;
  CHECK(registry.find_by_arn(world.scope, QueueWorld::arn("orders")));
  CHECK_FALSE(registry.find_by_arn(world.scope, QueueWorld::arn("other")));
  CHECK_FALSE(registry.find_by_arn(world.scope, "arn:aws:sns:us-east-1:000000000000:orders"));
  CHECK_FALSE(registry.find_by_arn(world.scope, "arn:aws:sqs:us-east-1:111111111111:orders"));
  CHECK_FALSE(registry.find_by_arn(world.scope, "orders"));
}

TEST_CASE("a queue that is taken back leaves neither messages nor a memory") {
  QueueWorld world;
  world.send("a");
  auto& registry = world.queues.registry;
  const auto id = registry.find(world.scope, "orders")->stored.id;
  registry.take_back(*registry.find(id));
  CHECK_FALSE(registry.find(world.scope, "orders"));
  CHECK_FALSE(registry.find(id));
  CHECK_FALSE(registry.dropped_at(world.scope, "orders"));
  Queues again(world.connection, world.writer, world.clock, world.alarms.maker()());
  CHECK(again.registry.all().empty());
}

TEST_CASE("a copy has the settings that it is given, and is there when its messages are") {
  QueueWorld world;
  auto& registry = world.queues.registry;
  const core::Scope other{core::AccountId("999999999999"), world.scope.region};
  for (int i = 0; i < 150; ++i) world.send("a");
  const Queue& source = *registry.find(world.scope, "orders");
  std::optional<server::operations::QueueCopy> copying;
  world.writer.transact([&] {
    copying.emplace(registry, source, other,
                    storage::TextMap{
                        {"VisibilityTimeout", "7"}
    },
                    storage::TextMap{{"of", "copy"}});
  });
  CHECK(copying->step());
  CHECK_FALSE(registry.find(other, "orders"));
  CHECK_FALSE(copying->step());
  Queue& copy = *registry.find(other, "orders");
  CHECK(copy.stored.id != source.stored.id);
  CHECK(registry.find(copy.stored.id) == &copy);
  CHECK(copy.settings.visibility_timeout == std::chrono::seconds(7));
  CHECK(copy.stored.tags == storage::TextMap{
                                {"of", "copy"}
  });
  CHECK(counts_of(world.queues, copy).visible == 150);
  Queues again(world.connection, world.writer, world.clock, world.alarms.maker()());
  CHECK(counts_of(again, *again.registry.find(other, "orders")).visible == 150);
}

TEST_CASE("of a copy that isn't completed, nothing stays") {
  QueueWorld world;
  auto& registry = world.queues.registry;
  for (int i = 0; i < 150; ++i) world.send("a");
  {
    std::optional<server::operations::QueueCopy> copying;
    world.writer.transact([&] {
      copying.emplace(registry, *registry.find(world.scope, "orders"),
                      core::Scope{core::AccountId("999999999999"), world.scope.region},
                      storage::TextMap{}, storage::TextMap{});
    });
    CHECK(copying->step());
    CHECK_FALSE(world.queues.messages.remove_obsolete(true));
  }
  world.sweep();
  auto count = world.connection.prepare("SELECT count(*) FROM message");
  auto run = count.run();
  REQUIRE(run.next());
  CHECK(run.whole(0) == 150);
}

TEST_CASE("queues of a scope go at once, and nothing keeps their names") {
  QueueWorld world;
  auto& registry = world.queues.registry;
  const core::Scope other{core::AccountId("111111111111"), world.scope.region};
  registry.create(other, "orders", {}, {});
  const std::int64_t id = registry.find(world.scope, "orders")->stored.id;
  world.send("a");
  CHECK(registry.drop_all({world.scope.account, {}}, 0).empty());
  CHECK(registry.drop_all({world.scope.account, {}}, 1) == std::vector{id});
  CHECK(registry.drop_all({world.scope.account, {}}, 1).empty());
  CHECK_FALSE(registry.find(world.scope, "orders"));
  CHECK_FALSE(registry.find(id));
  CHECK_FALSE(registry.dropped_at(world.scope, "orders"));
  CHECK(registry.find(other, "orders"));
  Queues again(world.connection, world.writer, world.clock, world.alarms.maker()());
  CHECK(again.registry.all().size() == 1);
  registry.drop(*registry.find(other, "orders"));
  registry.drop_all({world.scope.account, {}});
  CHECK(registry.dropped_at(other, "orders"));
}

TEST_CASE("queues of a scope that are emptied stay, and may be purged at once") {
  QueueWorld world;
  auto& registry = world.queues.registry;
  const core::Scope other{core::AccountId("111111111111"), world.scope.region};
  registry.create(other, "orders", {}, {});
  registry.purge(*registry.find(other, "orders"));
  world.send("a");
  world.receive();
  world.send("b");
  registry.empty(*registry.find(world.scope, "orders"));
  Queue* queue = registry.find(world.scope, "orders");
  REQUIRE(queue);
  const auto counts = counts_of(world.queues, *queue);
  CHECK(counts.visible == 0);
  CHECK(counts.in_flight == 0);
  CHECK_FALSE(registry.purged_at(*queue));
  CHECK(registry.purged_at(*registry.find(other, "orders")));
}

}  // namespace queue_registry_test
