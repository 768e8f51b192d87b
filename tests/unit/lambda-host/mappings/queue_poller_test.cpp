#include "lambda-host/mappings/queue_poller.h"

#include "tests/unit/lambda-host/mappings/fake_faults.h"
#include "tests/unit/lambda-host/mappings/queue_poller_fixture.h"

#include <doctest/doctest.h>

namespace queue_poller_test {

using lambda_host::InvocationResult;
using lambda_host::QueueMapping;
using lambda_host::QueuePoller;
using namespace std::chrono_literals;

namespace {

QueueMapping mapping_of(int batch_size = 2, int window_seconds = 0, int concurrency = 0) {
  QueueMapping mapping;
  mapping.common.function.name = core::FunctionName("f");
  mapping.common.stream = core::StreamArn("arn:aws:sqs:us-east-1:000000000000:q");
  mapping.common.batch_size = batch_size;
  mapping.common.batching_window_seconds = window_seconds;
  mapping.maximum_concurrency = concurrency;
  return mapping;
}

struct World {
  explicit World(const QueueMapping& mapping = mapping_of()) {
    poller.emplace(
        mapping,
        lambda_host::QueuePollerEnvironment{queue, invoker, clock, alarms.maker(), &faults},
        QueuePoller::Events{counts, [this] { ++idle; }});
    settle();
  }

  void settle() {
    while (alarms.run_due() || queue.deliver()) {
    }
  }
  void send(const std::string& body) {
    queue.send(body);
    settle();
  }
  void pass(core::Duration time) {
    clock.advance(time);
    settle();
  }
  std::string waiting(std::size_t index = 0) const {
    return invoker.invocations.size() > index
               ? bodies_of(invoker.invocations[index].request.payload)
               : "none";
  }
  void end(InvocationResult::Status status, std::string payload) {
    InvocationResult result;
    result.status = status;
    result.payload = std::move(payload);
    auto invocation = std::move(invoker.invocations.front());
    invoker.invocations.pop_front();
    invocation.done(std::move(result));
    settle();
  }
  void succeed(std::string payload = "null") {
    end(InvocationResult::Status::ok, std::move(payload));
  }
  void fail() { end(InvocationResult::Status::function_error, "{}"); }

  core::ManualClock clock;
  ManualAlarms alarms{clock};
  FakeQueue queue;
  FakeInvoker invoker;
  FakeFaults faults;
  std::shared_ptr<lambda_host::MappingCounts> counts =
      std::make_shared<lambda_host::MappingCounts>();
  int idle = 0;  // how often it said so
  std::optional<QueuePoller> poller;
};

using Handles = std::vector<std::int64_t>;

// Holds four hundred tests against each of a list's ten thousand texts, and lets "last" pass.
QueueMapping slow_mapping() {
  QueueMapping mapping = mapping_of();
  std::string pattern = R"({"body":{"l":[)";
  for (int i = 0; i < 400; ++i) pattern += R"({"wildcard":"x*)" + std::to_string(i) + R"("},)";
  mapping.common.filter_patterns = {pattern + R"("last"]}})"};
  return mapping;
}

std::string long_list(const std::string& last) {
  std::string body = R"({"l":[)";
  for (int i = 0; i < 10'000; ++i) body += '"' + std::to_string(i) + "\",";
  return body + '"' + last + R"("]})";
}

}  // namespace

TEST_CASE("messages go to the function as they come, and are erased when it succeeds") {
  World world;
  world.send("a");
  CHECK(world.waiting() == "a");
  CHECK(world.queue.erased.empty());
  world.succeed();
  CHECK(world.queue.erased == Handles{1});
}

TEST_CASE("a duplicate is the same messages again, which are erased only then") {
  World world;
  world.faults.effects = {lambda_host::DeliveryEffect::duplicate,
                          lambda_host::DeliveryEffect::duplicate};
  world.send("a");
  world.succeed();
  CHECK(world.queue.erased.empty());
  CHECK(world.waiting() == "a");
  world.succeed();
  CHECK(world.queue.erased == Handles{1});
  CHECK(world.faults.effects.size() == 1);
  CHECK(world.waiting() == "none");
  CHECK(world.counts->invocations_ok == 2);
}

TEST_CASE("messages that a lost checkpoint is about stay in flight") {
  World world;
  world.faults.effects = {lambda_host::DeliveryEffect::lose_checkpoint};
  world.send("a");
  world.succeed();
  CHECK(world.queue.erased.empty());
  CHECK(world.waiting() == "none");
  world.send("b");
  world.succeed();
  CHECK(world.queue.erased == Handles{2});
}

TEST_CASE("a batch that is throttled stays in flight") {
  World world;
  world.faults.effects = {lambda_host::DeliveryEffect::throttle};
  world.send("a");
  CHECK(world.waiting() == "none");
  CHECK(world.queue.erased.empty());
  CHECK(world.poller->status().last_error == "Rate Exceeded. (A fault asked for it.)");
  CHECK(world.poller->status().invocations == 0);
  world.pass(1s);
  world.send("b");
  CHECK(world.waiting() == "b");
}

TEST_CASE("the process that gets messages is told to time out, or killed") {
  World world;
  world.faults.effects = {lambda_host::DeliveryEffect::duplicate,
                          lambda_host::DeliveryEffect::kill};
  world.send("a");
  CHECK(world.invoker.invocations[0].request.interruption == lambda_host::Interruption::none);
  world.fail();
  CHECK(world.faults.effects.size() == 2);
  world.faults.effects.pop_front();
  world.send("b");
  CHECK(world.invoker.invocations[0].request.interruption == lambda_host::Interruption::kill);
  world.fail();
  CHECK(world.queue.erased.empty());
}

TEST_CASE("a poller that stops doesn't deliver a duplicate") {
  World world;
  world.faults.effects = {lambda_host::DeliveryEffect::duplicate};
  world.send("a");
  bool stopped = false;
  world.poller->stop([&] { stopped = true; });
  world.succeed();
  CHECK(stopped);
  CHECK(world.waiting() == "none");
}

TEST_CASE("what failed stays in the queue") {
  World world;
  world.send("a");
  world.fail();
  CHECK(world.queue.erased.empty());
  world.send("b");
  CHECK(world.waiting() == "b");
}

TEST_CASE("a window gathers messages until the batch is full or it is over") {
  World world(mapping_of(2, 5));
  world.send("a");
  CHECK(world.waiting() == "none");
  world.send("b");
  CHECK(world.waiting() == "a,b");
  world.send("c");
  world.pass(4999ms);
  CHECK(world.waiting(1) == "none");
  world.pass(1ms);
  CHECK(world.waiting(1) == "c");
}

TEST_CASE("a window ends when the wall clock is moved there") {
  World world(mapping_of(2, 5));
  world.send("a");
  world.clock.set(world.clock.now() + 5s);
  world.poller->clock_jumped();
  world.settle();
  CHECK(world.waiting() == "a");
}

TEST_CASE("as many batches run at a time as the mapping lets, ten at most") {
  World two(mapping_of(1, 0, 2));
  for (const char* body : {"a", "b", "c"}) two.send(body);
  CHECK(two.waiting(1) == "b");
  CHECK(two.waiting(2) == "none");
  two.succeed();
  CHECK(two.waiting(1) == "c");
  World many(mapping_of(1, 0, 1000));
  for (int i = 0; i < 12; ++i) many.send("m");
  CHECK(many.invoker.invocations.size() == 10);
}

TEST_CASE("messages that the filters drop are erased") {
  QueueMapping mapping = mapping_of();
  mapping.common.filter_patterns = {R"({"body":{"kind":["wanted"]}})"};
  World world(mapping);
  world.send(R"({"kind":"x"})");
  CHECK(world.waiting() == "none");
  CHECK(world.queue.erased == Handles{1});
  world.send(R"({"kind":"wanted"})");
  CHECK(world.waiting() == R"({"kind":"wanted"})");
}

TEST_CASE("a filter that takes long is done in several turns, and then all goes on") {
  World world(slow_mapping());
  world.queue.send(long_list("other"));
  world.queue.send(long_list("last"));
  REQUIRE(world.queue.deliver());
  CHECK(world.poller->status().gathered == 2);
  CHECK(world.waiting() == "none");
  CHECK(world.queue.erased.empty());
  CHECK(world.idle == 1);  // at its beginning
  int turns = 1;
  while (world.alarms.run_due()) ++turns;
  CHECK(turns >= 2 * 4);
  CHECK(world.queue.erased == Handles{1});
  CHECK(world.counts->filtered == 1);
  CHECK(world.waiting() == long_list("last"));
}

TEST_CASE("messages that the filters weren't held against yet are handed back at the end") {
  World world(slow_mapping());
  world.queue.send(long_list("other"));
  REQUIRE(world.queue.deliver());
  bool stopped = false;
  world.poller->stop([&] { stopped = true; });
  CHECK(stopped);
  CHECK(world.queue.messages.size() == 1);
  CHECK(world.poller->status().gathered == 0);
}

TEST_CASE("with partial answers, the messages that they name stay") {
  QueueMapping mapping = mapping_of(2, 5);
  mapping.common.reports_batch_item_failures = true;
  World world(mapping);
  world.send("a");
  world.send("b");
  world.succeed(R"({"batchItemFailures":[{"itemIdentifier":"m1"}]})");
  CHECK(world.queue.erased == Handles{2});
  world.send("c");
  world.send("d");
  world.succeed(R"({"batchItemFailures":[{"itemIdentifier":"m9"}]})");
  CHECK(world.queue.erased == Handles{2});
}

TEST_CASE("without them, an answer that names messages fails none") {
  World world;
  world.send("a");
  world.succeed(R"({"batchItemFailures":[{"itemIdentifier":"m1"}]})");
  CHECK(world.queue.erased == Handles{1});
}

TEST_CASE("a queue that isn't there is looked for again") {
  World world(mapping_of(1));
  world.queue.missing = true;
  world.send("a");
  world.succeed();
  world.queue.send("b");
  world.queue.missing = false;
  world.settle();
  CHECK(world.waiting() == "none");
  world.pass(1s);
  CHECK(world.waiting() == "b");
}

TEST_CASE("a poller that is stopped takes no more messages, and ends after its invocations") {
  World world;
  world.send("a");
  bool ended = false;
  world.poller->stop([&] { ended = true; });
  CHECK_FALSE(ended);
  CHECK(world.queue.waiting.empty());
  world.send("b");
  world.succeed();
  CHECK(ended);
  CHECK(world.queue.erased == Handles{1});
  CHECK(world.waiting() == "none");
}

TEST_CASE("a poller that is stopped hands back what it gathered") {
  World world(mapping_of(10, 60, 1));
  const std::string large(2'500'000, 'x');
  for (int i = 0; i < 5; ++i) world.queue.send(large + std::to_string(i));
  world.settle();
  REQUIRE(world.waiting() == large + "0," + large + "1");
  CHECK(world.queue.messages.empty());
  world.poller->stop([] {});
  REQUIRE(world.queue.messages.size() == 3);
  CHECK(world.queue.messages[0].body == large + "2");
  CHECK(world.queue.messages[2].body == large + "4");
  CHECK(world.poller->status().gathered == 0);
  world.succeed();
  CHECK(world.queue.erased == Handles{1, 2});
}

TEST_CASE("messages that don't fit their batch wait for a place among those that run") {
  World world(mapping_of(10, 1, 1));
  const std::string large(2'500'000, 'x');
  for (int i = 0; i < 5; ++i) world.queue.send(large + std::to_string(i));
  world.settle();
  CHECK(world.waiting() == large + "0," + large + "1");
  CHECK(world.waiting(1) == "none");
  CHECK(world.poller->status().gathered == 3);
  CHECK(world.queue.waiting.empty());
  world.succeed();
  CHECK(world.waiting() == large + "2," + large + "3");
  CHECK(world.waiting(1) == "none");
  world.succeed();
  CHECK(world.waiting() == "none");
  world.pass(1s);
  CHECK(world.waiting() == large + "4");
  world.succeed();
  CHECK(world.queue.erased == Handles{1, 2, 3, 4, 5});
}

TEST_CASE("a function that can't be invoked is tried again after a pause") {
  World world(mapping_of(1));
  world.invoker.missing = true;
  world.queue.send("a");
  world.queue.send("b");
  world.settle();
  CHECK(world.queue.messages.size() == 1);
  CHECK(world.poller->status().last_error == "Function not found: f");
  world.invoker.missing = false;
  world.pass(999ms);
  CHECK(world.waiting() == "none");
  world.pass(1ms);
  CHECK(world.waiting() == "b");
}

TEST_CASE("a poller counts what became of messages and says what it is doing") {
  QueueMapping mapping = mapping_of(2, 5);
  mapping.common.reports_batch_item_failures = true;
  mapping.common.filter_patterns = {R"({"body":["a","b"]})"};
  World world(mapping);
  world.send("a");
  CHECK(world.poller->status().gathered == 1);
  world.send("x");
  world.send("b");
  const auto running = world.poller->status();
  CHECK(running.gathered == 0);
  CHECK(running.delivering == 2);
  CHECK(running.invocations == 1);
  const int idle_before = world.idle;
  world.succeed(R"({"batchItemFailures":[{"itemIdentifier":"m1"}]})");
  CHECK(world.idle > idle_before);
  const auto ended = world.poller->status();
  CHECK(ended.delivering == 0);
  CHECK(ended.invocations == 0);
  CHECK_FALSE(ended.last_error.empty());
  CHECK(world.counts->delivered == 1);
  CHECK(world.counts->filtered == 1);
  CHECK(world.counts->invocations_ok == 0);
  CHECK(world.counts->invocations_failed == 1);
  world.send("a");
  world.send("b");
  world.succeed();
  CHECK(world.counts->delivered == 3);
  CHECK(world.counts->invocations_ok == 1);
  CHECK(world.poller->status().last_error.empty());
}

TEST_CASE("a window closes at once while somebody waits") {
  World world(mapping_of(10, 300));
  world.send("a");
  CHECK(world.waiting() == "none");
  world.poller->hurry(true);
  world.settle();
  CHECK(world.waiting() == "a");
  world.send("b");
  CHECK(world.waiting(1) == "b");
  world.poller->hurry(false);
  world.send("c");
  CHECK(world.waiting(2) == "none");
}

}  // namespace queue_poller_test
