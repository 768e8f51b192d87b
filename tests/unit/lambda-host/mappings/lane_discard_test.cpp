#include "lambda-host/mappings/lane.h"
#include "storage/checkpoint_table.h"
#include "storage/discard_table.h"
#include "tests/unit/lambda-host/mappings/mapping_fixture.h"

#include <doctest/doctest.h>

#include <set>
#include <stdexcept>

namespace lane_discard_test {

// Batches that are given up, and the destination that is told of them.

using namespace std::chrono_literals;

namespace {

const std::string kQueue =
    R"(,"DestinationConfig":{"OnFailure":{"Destination":"arn:aws:sqs:us-east-1:000000000000:q"}})";

struct Fixture : MappingFixture {
  void begin(const std::string& members) { mapping = create(members + kQueue); }
  std::size_t stored() {
    storage::CheckpointTable table(MappingFixture::stored.connection);
    const auto checkpoints = table.load(mapping.id);
    return checkpoints.empty() ? 0 : checkpoints.front().next.get();
  }
  // What is shown to whoever asks for discards.
  std::vector<std::string> discards() {
    std::vector<std::string> documents;
    storage::DiscardTable table(MappingFixture::stored.connection);
    for (const auto& each : table.list({}, {}, 0, 100)) documents.push_back(each.document);
    return documents;
  }
  const std::string& document() { return destination.sent.front().notice.document; }
  lambda_host::LaneStatus lane() {
    std::size_t budget = 100;
    return registry->pollers().status(mapping.id, budget).front().lanes.front();
  }

  lambda_host::EventSourceMapping mapping;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "the checkpoint passes what is given up when the destination has it") {
  begin(R"(,"BatchSize":1,"MaximumRetryAttempts":0)");
  engine->put("a");
  engine->put("b");
  REQUIRE(waiting() == "a");
  const std::size_t first = engine->writer.next_sequence().get() - 2;
  fail();
  REQUIRE(destination.sent.size() == 1);
  CHECK(document().find(R"("condition":"RetryAttemptsExhausted","approximateInvokeCount":1)") !=
        std::string::npos);
  CHECK(document().find(R"("functionError":"Unhandled")") != std::string::npos);
  CHECK(document().find(engine->stream().shards.front().id.get()) != std::string::npos);
  CHECK(waiting().empty());
  CHECK(stored() <= first);
  CHECK(lane().activity == lambda_host::LaneActivity::discarding);
  CHECK_FALSE(registry->pollers().caught_up(mapping.id));
  CHECK(registry->pollers().trace(mapping.id).counts().discarded == 0);
  destination.answer();
  CHECK(waiting() == "b");
  CHECK(stored() == first + 1);
  CHECK(registry->pollers().trace(mapping.id).counts().discarded == 1);
  CHECK(destination.sent.empty());
}

TEST_CASE_FIXTURE(Fixture,
                  "a destination that writes itself has it and the checkpoint in one commit") {
  begin(R"(,"BatchSize":2,"MaximumRetryAttempts":0)");
  for (const char* id : {"a", "b", "c"}) engine->put(id);
  REQUIRE(waiting() == "a,b");
  const std::size_t last = engine->writer.next_sequence().get() - 1;
  fail();
  REQUIRE(destination.sent.size() == 1);
  engine->writer.transact(destination.sent.front().beside);
  CHECK(stored() == last);
  CHECK(discards() == std::vector<std::string>{document()});
  CHECK(lane().activity == lambda_host::LaneActivity::discarding);
  SUBCASE("after a crash behind that neither comes again") {
    restart();
    CHECK(waiting() == "c");
    CHECK(discards().size() == 1);
  }
  SUBCASE("and all goes on when it is told") {
    destination.answer();
    CHECK(waiting() == "c");
    CHECK(stored() == last);
    CHECK(discards().size() == 1);
    CHECK(registry->pollers().trace(mapping.id).counts().discarded == 2);
  }
}

TEST_CASE_FIXTURE(Fixture, "if that commit fails, it is sent again, and stored once") {
  begin(R"(,"BatchSize":1,"MaximumRetryAttempts":0)");
  engine->put("a");
  engine->put("b");
  REQUIRE(waiting() == "a");
  fail();
  settle();
  const std::size_t before = stored();
  const auto failing = [&] {
    destination.sent.front().beside();
    throw std::runtime_error("the disk is full");
  };
  CHECK_THROWS(engine->writer.transact(failing));
  CHECK(stored() == before);
  CHECK(discards().empty());
  destination.answer("The message can't be stored.");
  advance(400ms);
  REQUIRE(destination.sent.size() == 1);
  SUBCASE("as before") {
    engine->writer.transact(destination.sent.front().beside);
  }
  SUBCASE("where nothing is written beside") {}
  destination.answer();
  CHECK(waiting() == "b");
  CHECK(stored() == before + 1);
  CHECK(discards().size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "what is too old is passed, and the rest of the batch is not") {
  begin(R"(,"MaximumRecordAgeInSeconds":60,"MaximumRetryAttempts":3)");
  engine->put("a");
  advance(50s);
  engine->put("b");
  REQUIRE(waiting() == "a");
  const std::size_t last = engine->writer.next_sequence().get() - 1;
  advance(11s);
  fail();
  advance(100ms);
  REQUIRE(destination.sent.size() == 1);
  engine->writer.transact(destination.sent.front().beside);
  CHECK(stored() == last);
  restart();
  CHECK(waiting() == "b");
}

TEST_CASE_FIXTURE(Fixture, "other lanes store no position of before meanwhile") {
  begin(R"(,"ParallelizationFactor":10,"BatchSize":1,"MaximumRetryAttempts":0)");
  for (int i = 0; i < 8; ++i) engine->put("i" + std::to_string(i));
  settle();
  REQUIRE(invoker.invocations.size() > 2);
  const std::string bad = waiting();
  fail();
  REQUIRE(destination.sent.size() == 1);
  engine->writer.transact(destination.sent.front().beside);
  while (!waiting().empty()) succeed();
  const auto later = [&] {
    restart();
    return waiting();
  };
  SUBCASE("a crash before it is told repeats those that others did, and not what was given up") {
    std::set<std::string> again;
    for (std::string id = later(); !id.empty(); id = waiting()) {
      again.insert(id);
      succeed();
    }
    CHECK_FALSE(again.contains(bad));
    CHECK(again.size() == 7);
  }
  SUBCASE("one after that repeats nothing") {
    destination.answer();
    settle();
    CHECK(later().empty());
  }
}

TEST_CASE_FIXTURE(Fixture, "while a topic is told, what other lanes did is stored") {
  mapping = create(
      R"(,"DestinationConfig":{"OnFailure":{"Destination":"arn:aws:sns:us-east-1:000000000000:t"}})"
      R"(,"ParallelizationFactor":10,"BatchSize":1,"MaximumRetryAttempts":0)");
  for (int i = 0; i < 8; ++i) engine->put("i" + std::to_string(i));
  settle();
  fail();
  while (!waiting().empty()) succeed();
  REQUIRE(destination.sent.size() == 1);
  const std::string key = destination.sent.front().notice.object_key;
  restart();  // which forgets what was sent
  CHECK(waiting().empty());
  REQUIRE(destination.sent.size() == 1);
  CHECK(destination.sent.front().notice.object_key == key);
}

TEST_CASE_FIXTURE(Fixture, "what can't be sent is kept, and sent again after growing delays") {
  begin(R"(,"BatchSize":1,"MaximumRetryAttempts":1)");
  engine->put("a");
  engine->put("b");
  REQUIRE(waiting() == "a");
  fail();
  advance(100ms);
  fail();
  const std::string first = document();
  for (const auto delay : {200ms, 400ms, 800ms}) {  // the invocation's was the first
    destination.answer("The queue is gone.");
    CHECK(lane().last_error == "the failure destination doesn't take it: The queue is gone.");
    CHECK(lane().refused);
    advance(delay - 1ms);
    CHECK(destination.sent.empty());
    advance(1ms);
    REQUIRE(destination.sent.size() == 1);
    CHECK(document() == first);
    CHECK(waiting().empty());
  }
  destination.answer();
  CHECK(waiting() == "b");
  fail();  // and the delays begin anew
  advance(99ms);
  CHECK(waiting().empty());
  advance(1ms);
  CHECK(waiting() == "b");
}

TEST_CASE_FIXTURE(Fixture, "those who wait for it have it sent at once") {
  begin(R"(,"MaximumRetryAttempts":0)");
  engine->put("a");
  REQUIRE(waiting() == "a");
  fail();
  destination.answer("no");
  registry->pollers().hurry(mapping.id);
  settle();
  CHECK(destination.sent.size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "records that are too old are sent, and the young ones delivered") {
  begin(R"(,"MaximumRecordAgeInSeconds":60)");
  registry->update(MappingFixture::stored.scope, mapping.id.get(),
                   core::json::Document::parse(R"({"Enabled":false})").root().object());
  engine->put("old");
  MappingFixture::stored.clock.advance(61s);
  engine->put("young");
  registry->update(MappingFixture::stored.scope, mapping.id.get(),
                   core::json::Document::parse(R"({"Enabled":true})").root().object());
  settle();
  REQUIRE(destination.sent.size() == 1);
  CHECK(document().find(R"("condition":"RecordAgeExceeded","approximateInvokeCount":1})") !=
        std::string::npos);
  CHECK(document().find(R"("batchSize":1)") != std::string::npos);
  CHECK(waiting().empty());
  const std::string told = document();
  MappingFixture::stored.clock.advance(1s);
  destination.answer();
  CHECK(waiting() == "young");
  CHECK(discards() == std::vector{told});
}

TEST_CASE_FIXTURE(Fixture, "what is given up has the request of its last attempt") {
  mapping = create(R"(,"MaximumRetryAttempts":0)");
  engine->put("a");
  REQUIRE(waiting() == "a");
  lambda_host::InvocationResult result;
  result.status = lambda_host::InvocationResult::Status::function_error;
  result.request_id = "the-last";
  invoker.invocations.front().done(std::move(result));
  settle();
  REQUIRE(discards().size() == 1);
  CHECK(discards().front().starts_with(R"({"requestContext":{"requestId":"the-last",)"));
}

TEST_CASE_FIXTURE(Fixture, "stopping awaits what is being sent, not what waits to be") {
  begin(R"(,"MaximumRetryAttempts":0)");
  engine->put("a");
  REQUIRE(waiting() == "a");
  fail();
  bool stopped = false;
  SUBCASE("it comes there") {
    registry->stop([&] { stopped = true; });
    settle();
    CHECK_FALSE(stopped);
    destination.answer();
    settle();
    CHECK(stored() == engine->writer.next_sequence().get());
  }
  SUBCASE("it doesn't") {
    registry->stop([&] { stopped = true; });
    destination.answer("no");
  }
  SUBCASE("it waits to be sent again") {
    destination.answer("no");
    registry->stop([&] { stopped = true; });
  }
  settle();
  CHECK(stopped);
  CHECK(destination.sent.empty());
}

TEST_CASE_FIXTURE(Fixture, "an invocation that fails while the mapping stops is told of, too") {
  begin(R"(,"MaximumRetryAttempts":0)");
  engine->put("a");
  REQUIRE(waiting() == "a");
  bool stopped = false;
  registry->stop([&] { stopped = true; });
  fail();
  CHECK_FALSE(stopped);
  REQUIRE(destination.sent.size() == 1);
  destination.answer();
  settle();
  CHECK(stopped);
  CHECK(stored() == engine->writer.next_sequence().get());
}

TEST_CASE_FIXTURE(Fixture, "an empty destination takes the one that was set away") {
  begin("");
  CHECK(mapping.failure_destination == "arn:aws:sqs:us-east-1:000000000000:q");
  const auto cleared =
      update(mapping.id, R"({"DestinationConfig":{"OnFailure":{"Destination":""}}})");
  CHECK_FALSE(cleared.failure_destination);
}

}  // namespace lane_discard_test
