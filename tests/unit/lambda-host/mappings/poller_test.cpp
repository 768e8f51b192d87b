#include "lambda-host/mappings/poller.h"

#include "tests/unit/lambda-host/mappings/mapping_fixture.h"

#include <doctest/doctest.h>

#include <set>

namespace poller_test {

using lambda_host::MappingState;
using lambda_host::ProcessingResult;
using namespace std::chrono_literals;

TEST_CASE("a mapping delivers each record of its stream in order") {
  MappingFixture f;
  f.engine->put("a");
  const auto mapping = f.create();
  CHECK(f.waiting() == "a");
  const auto& request = f.invoker.invocations.front().request;
  CHECK(request.function.get() == "f");
  CHECK(request.qualifier.empty());
  CHECK(request.invoked_function_arn == "arn:aws:lambda:us-east-1:000000000000:function:f");

  f.engine->put("b");
  f.engine->put("c");
  f.settle();
  CHECK(f.invoker.invocations.size() == 1);  // one batch at a time
  f.succeed();
  CHECK(f.get(mapping.id).last_result == ProcessingResult::ok);
  CHECK(f.waiting() == "b,c");
  f.succeed();
  CHECK(f.waiting().empty());
  f.engine->put("d");  // pushed at once: the clock stands still
  CHECK(f.waiting() == "d");
}

TEST_CASE("the records come in batches of at most BatchSize") {
  MappingFixture f;
  for (const char* id : {"a", "b", "c", "d", "e"}) f.engine->put(id);
  f.create(R"(,"BatchSize":2)");
  CHECK(f.waiting() == "a,b");
  f.succeed();
  CHECK(f.waiting() == "c,d");
  f.succeed();
  CHECK(f.waiting() == "e");
}

TEST_CASE("LATEST delivers what is committed after the mapping was created, and only that") {
  MappingFixture f;
  f.engine->put("old");
  f.create("", "LATEST");
  f.engine->put("new");
  CHECK(f.waiting() == "new");
}

TEST_CASE("a batch waits for its window unless it is full before") {
  MappingFixture f;
  f.create(R"(,"BatchSize":2,"MaximumBatchingWindowInSeconds":5)");
  f.engine->put("a");
  f.advance(4s);
  CHECK(f.waiting().empty());
  f.advance(1s);
  CHECK(f.waiting() == "a");
  f.succeed();
  f.engine->put("b");
  f.engine->put("c");
  CHECK(f.waiting() == "b,c");
}

TEST_CASE("a failing batch is tried again after growing delays, and blocks what follows") {
  MappingFixture f;
  const auto mapping = f.create();
  f.engine->put("a");
  REQUIRE(f.waiting() == "a");
  for (const auto delay : {100ms, 200ms, 400ms, 800ms, 1600ms, 3200ms, 5000ms, 5000ms}) {
    CAPTURE(delay.count());
    f.engine->put("b" + std::to_string(delay.count()));
    f.fail();
    CHECK(f.get(mapping.id).last_result == ProcessingResult::function_failed);
    f.advance(delay - 1ms);
    CHECK(f.waiting().empty());
    f.advance(1ms);
    CHECK(f.waiting() == "a");
  }
  f.succeed();
  CHECK(f.get(mapping.id).last_result == ProcessingResult::ok);
  CHECK(f.waiting() == "b100,b200,b400,b800,b1600,b3200,b5000");
}

TEST_CASE("MaximumRetryAttempts gives a batch up and goes on") {
  MappingFixture f;
  f.create(R"(,"BatchSize":1,"MaximumRetryAttempts":1)");
  f.engine->put("a");
  f.engine->put("b");
  CHECK(f.waiting() == "a");
  f.fail();
  f.advance(1s);
  CHECK(f.waiting() == "a");
  f.fail();
  CHECK(f.waiting() == "b");
}

TEST_CASE("MaximumRecordAgeInSeconds gives old records up, before and between invocations") {
  MappingFixture f;
  f.engine->put("old");
  f.stored.clock.advance(61s);
  f.engine->put("a");
  f.stored.clock.advance(30s);
  f.engine->put("b");
  f.create(R"(,"MaximumRecordAgeInSeconds":60)");
  CHECK(f.waiting() == "a,b");
  f.stored.clock.advance(31s);
  f.fail();
  f.advance(1s);
  CHECK(f.waiting() == "b");
}

TEST_CASE("a stream that can't be read is read again after growing delays") {
  MappingFixture f;
  f.create();
  f.engine->put("a");
  f.restart();  // so that the record is read from the database
  f.stored.connection.execute("ALTER TABLE change_run RENAME TO away");
  CHECK(f.waiting().empty());
  f.advance(250ms);
  f.stored.connection.execute("ALTER TABLE away RENAME TO change_run");
  f.advance(49ms);
  CHECK(f.waiting().empty());
  f.advance(1ms);
  CHECK(f.waiting() == "a");
  f.fail();
  f.advance(100ms);  // the delays begin anew
  CHECK(f.waiting() == "a");
}

TEST_CASE("a missing function is waited for, and that is no attempt") {
  MappingFixture f;
  f.create(R"(,"MaximumRetryAttempts":0)");
  f.invoker.missing = true;
  f.engine->put("a");
  f.advance(20s);
  CHECK(f.invoker.refused >= 5);
  f.invoker.missing = false;
  f.advance(5s);
  CHECK(f.waiting() == "a");
}

TEST_CASE("several mappings of one stream get every record") {
  MappingFixture f;
  f.create();
  f.create_body(R"({"FunctionName":"g","StartingPosition":"LATEST","EventSourceArn":")" +
                f.engine->stream_arn().get() + "\"}");
  f.engine->put("a");
  f.settle();
  REQUIRE(f.invoker.invocations.size() == 2);
  std::set<std::string> functions;
  for (const auto& invocation : f.invoker.invocations) {
    CHECK(MappingFixture::ids(invocation.request.payload) == "a");
    functions.insert(invocation.request.function.get());
  }
  CHECK(functions == std::set<std::string>{"f", "g"});
}

TEST_CASE("a disabled mapping ends its batch and later goes on behind it") {
  MappingFixture f;
  const auto mapping = f.create();
  f.engine->put("a");
  REQUIRE(f.waiting() == "a");
  CHECK(f.update(mapping.id, R"({"Enabled":false})").state == MappingState::disabling);
  CHECK(f.get(mapping.id).state == MappingState::disabled);
  f.engine->put("b");
  f.succeed();
  f.advance(10s);
  CHECK(f.waiting().empty());
  CHECK(f.update(mapping.id, R"({"Enabled":true})").state == MappingState::enabling);
  CHECK(f.waiting() == "b");
}

TEST_CASE("a changed configuration waits for the batch that is under way") {
  MappingFixture f;
  const auto mapping = f.create(R"(,"BatchSize":1)");
  for (const char* id : {"a", "b", "c"}) f.engine->put(id);
  REQUIRE(f.waiting() == "a");
  CHECK(f.update(mapping.id, R"({"BatchSize":10,"FunctionName":"g"})").state ==
        MappingState::updating);
  f.advance(1s);
  CHECK(f.invoker.invocations.size() == 1);
  f.succeed();
  CHECK(f.waiting() == "b,c");
  CHECK(f.invoker.invocations.front().request.function.get() == "g");
}

TEST_CASE("a deleted mapping delivers nothing more, whatever its last batch answers") {
  MappingFixture f;
  const auto mapping = f.create();
  f.engine->put("a");
  REQUIRE(f.waiting() == "a");
  f.registry->erase(f.stored.scope, mapping.id.get());
  f.engine->put("b");
  f.fail();
  f.advance(10s);
  CHECK(f.waiting().empty());
  storage::CheckpointTable checkpoints(f.stored.connection);
  CHECK(checkpoints.load(mapping.id).empty());
}

TEST_CASE("after a restart a mapping goes on at its checkpoint") {
  MappingFixture f;
  const auto mapping = f.create(R"(,"BatchSize":1)");
  for (const char* id : {"a", "b", "c"}) f.engine->put(id);
  REQUIRE(f.waiting() == "a");
  f.succeed();
  REQUIRE(f.waiting() == "b");
  f.restart();  // while b is under way
  CHECK(f.waiting() == "b");
  f.succeed();
  CHECK(f.waiting() == "c");
  CHECK(f.get(mapping.id).last_result == ProcessingResult::ok);
}

TEST_CASE("LATEST means the time of creation after a restart, too") {
  MappingFixture f;
  f.engine->put("old");
  f.create("", "LATEST");
  f.restart();
  f.engine->put("new");
  CHECK(f.waiting() == "new");
}

TEST_CASE("stopping awaits the invocations that are running") {
  MappingFixture f;
  f.create(R"(,"BatchSize":1)");
  f.engine->put("a");
  f.engine->put("b");
  REQUIRE(f.waiting() == "a");
  bool stopped = false;
  f.registry->stop([&] { stopped = true; });
  f.settle();
  CHECK_FALSE(stopped);
  f.succeed();
  CHECK(stopped);
  CHECK(f.waiting().empty());
  f.restart();
  CHECK(f.waiting() == "b");
}

TEST_CASE("a disabled stream is delivered to its end") {
  MappingFixture f;
  f.create();
  const auto arn = f.engine->stream_arn();
  f.engine->put("a");
  f.engine->disable_stream();
  CHECK(f.waiting() == "a");
  f.succeed();
  CHECK(f.waiting().empty());
}

TEST_CASE("a mapping whose stream went while its handler was busy delivers no other stream's") {
  MappingFixture f;
  f.create(R"(,"BatchSize":1)");
  f.engine->put("a");
  REQUIRE(f.waiting() == "a");
  const auto arn = f.engine->stream_arn();
  const auto shard = f.engine->stream().shards.front().number;
  f.engine->disable_stream();
  f.engine->stream_registry.trim(shard, core::WallTime::max());
  f.engine->stream_registry.erase_shard(shard);
  f.engine->stream_registry.erase_stream(arn);
  f.engine->add_table("Other");
  f.engine->put(
      {
          {"id", core::AttributeValue(std::string("b"))}
  },
      "Other");
  f.succeed();
  CHECK(f.waiting().empty());
}

TEST_CASE("filtered records are passed over, and the position with them") {
  MappingFixture f;
  const auto mapping = f.create(
      R"(,"FilterCriteria":{"Filters":[{"Pattern":"{\"dynamodb\":{\"Keys\":{\"id\":{\"S\":[\"b\"]}}}}"}]})");
  f.engine->put("a");
  CHECK(f.waiting().empty());
  f.advance(1s);
  CHECK(f.get(mapping.id).last_result == ProcessingResult::none);
  storage::CheckpointTable checkpoints(f.stored.connection);
  REQUIRE(checkpoints.load(mapping.id).size() == 1);
  CHECK(checkpoints.load(mapping.id).front().next == f.engine->writer.next_sequence());
  f.engine->put("b");
  f.engine->put("c");
  CHECK(f.waiting() == "b");
}

TEST_CASE("a long run of filtered records doesn't hide what follows") {
  MappingFixture f;
  for (int i = 0; i < 2500; ++i) f.engine->put("x" + std::to_string(i));
  f.engine->put("b");
  f.create(
      R"(,"FilterCriteria":{"Filters":[{"Pattern":"{\"dynamodb\":{\"Keys\":{\"id\":{\"S\":[\"b\"]}}}}"}]})");
  CHECK(f.waiting() == "b");
}

TEST_CASE("a partial answer moves the checkpoint and gives the rest a new budget") {
  MappingFixture f;
  const auto mapping =
      f.create(R"(,"FunctionResponseTypes":["ReportBatchItemFailures"],"MaximumRetryAttempts":1)");
  const auto first = f.engine->writer.next_sequence();
  for (const char* id : {"a", "b", "c"})
    f.engine->queue_put({
        {"id", core::AttributeValue(std::string(id))}
    });
  REQUIRE(f.waiting() == "a,b,c");
  const std::string second = core::sequence_number_text(core::SequenceNumber(first.get() + 1));
  const std::string failed = R"({"batchItemFailures":[{"itemIdentifier":")" + second + "\"}]}";
  f.succeed(failed);
  storage::CheckpointTable checkpoints(f.stored.connection);
  CHECK(checkpoints.load(mapping.id).front().next.get() == first.get() + 1);
  f.advance(5s);
  CHECK(f.waiting() == "b,c");
  f.succeed(failed);
  f.advance(5s);
  CHECK(f.waiting() == "b,c");  // the second of two
  f.succeed(failed);
  f.advance(5s);
  CHECK(f.waiting().empty());
  CHECK(f.get(mapping.id).last_result == ProcessingResult::function_failed);
}

TEST_CASE("bisecting isolates the one bad record") {
  MappingFixture f;
  f.create(R"(,"BisectBatchOnFunctionError":true,"MaximumRetryAttempts":1)");
  for (const char* id : {"a", "b", "bad", "c", "d"}) {
    f.engine->queue_put({
        {"id", core::AttributeValue(std::string(id))}
    });
  }
  std::vector<std::string> good;
  int bad_alone = 0;
  for (std::string batch = f.waiting(); !batch.empty(); batch = f.waiting()) {
    if (batch.find("bad") == std::string::npos) {
      good.push_back(batch);
      f.succeed();
    } else {
      bad_alone += batch == "bad" ? 1 : 0;
      f.fail();
      f.advance(5s);
    }
  }
  CHECK(good == std::vector<std::string>{"a,b", "c,d"});
  CHECK(bad_alone == 2);
}

TEST_CASE("a part of a bisected batch is given up when its records are too old by its turn") {
  MappingFixture f;
  f.create(R"(,"BisectBatchOnFunctionError":true,"MaximumRecordAgeInSeconds":60,"BatchSize":4)");
  for (const char* id : {"a", "b", "c", "d"}) {
    f.engine->queue_put({
        {"id", core::AttributeValue(std::string(id))}
    });
  }
  REQUIRE(f.waiting() == "a,b,c,d");
  f.stored.clock.advance(61s);
  f.fail();
  CHECK(f.waiting().empty());
  f.engine->put("e");
  CHECK(f.waiting() == "e");
}

TEST_CASE("large records are read with pauses, and the batch is as large as without") {
  MappingFixture f;
  const std::string large(390'000, 'x');
  for (const char* id : {"a", "b", "c", "d", "e", "f"}) f.engine->put(id, large);
  f.create(R"(,"BatchSize":10)");
  int turns = 0;
  while (f.invoker.invocations.empty()) {
    f.engine->run_turn();
    REQUIRE(f.alarms.run_due());
    ++turns;
  }
  CHECK(f.waiting() == "a,b,c,d,e,f");
  CHECK(turns > 1);
}

}  // namespace poller_test
