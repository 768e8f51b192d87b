#include "server/worlds/resets.h"

#include "tests/support/failing_commit.h"
#include "tests/unit/server/control/snapshots_fixture.h"
#include "tests/unit/server/operations/transfers/transfer_engine.h"

#include <doctest/doctest.h>

namespace resets_test {

// Worlds that are too large for one turn of the event loop.

namespace {

// More than a turn's pieces end.
constexpr std::size_t kMany = server::worlds::Turns::kPieces * server::worlds::Reset::kPiece + 1;

void make_queues(ControlFixture& f, std::size_t count = kMany) {
  for (std::size_t i = 0; i < count; ++i) {
    f.engine.queues.registry.create(f.engine.scope, "q" + std::to_string(i), {}, {});
  }
}

std::size_t count_queues(ControlFixture& f) {
  return f.engine.queues.registry.list(f.engine.scope, "", "").size();
}

}  // namespace

TEST_CASE("a large world is reset in turns, and nothing is restored there meanwhile") {
  ControlFixture f;
  CHECK(f.call("PUT", "snapshots/base", "{}").status == 200);
  make_queues(f);
  f.send("POST", "reset", "{}");
  CHECK_FALSE(f.answer);
  // Before them came the table with its stream, and two functions.
  const std::size_t left = count_queues(f);
  CHECK(left > 1);
  CHECK(left < 10);
  CHECK(
      at_once(f, "POST", "snapshots/base/restore") ==
      R"({"error":"Conflict","message":"Account 000000000000 has something in us-east-1 already: )"
      R"(reset it, or say \"replace\":true."})");
  for (const auto* queue : f.engine.queues.registry.all()) {
    if (queue->stored.scope == f.engine.scope)
      f.engine.queues.registry.take_back(*f.engine.queues.registry.find(queue->stored.id));
  }
  CHECK(at_once(f, "POST", "snapshots/base/restore") ==
        R"({"error":"Conflict","message":"The scope is being reset."})");
  f.settle();
  REQUIRE(f.answer);
  CHECK(f.call("POST", "snapshots/base/restore", "{}").status == 200);
}

TEST_CASE("a restore that replaces a large world begins when that is gone") {
  ControlFixture f;
  CHECK(f.call("PUT", "snapshots/base", "{}").status == 200);
  make_queues(f);
  f.send("POST", "snapshots/base/restore", R"({"replace":true})");
  CHECK_FALSE(f.answer);
  f.settle();
  CHECK(has(f.answer.value().body, R"({"tables":1,)"));
  CHECK(count_queues(f) == 0);
}

TEST_CASE("a large world that stays is emptied in turns") {
  ControlFixture f;
  make_queues(f);
  f.send("POST", "reset", R"({"keep":["queues","functions","tables"]})");
  CHECK_FALSE(f.answer);
  f.settle();
  CHECK(has(f.answer.value().body, R"("queues":)" + std::to_string(kMany)));
  CHECK(count_queues(f) == kMany);
}

TEST_CASE("many imports go in turns") {
  ControlFixture f;
  tests::MemoryObjects objects(f.engine);
  server::operations::Transfers transfers(f.engine.connection, objects, f.engine.services);
  f.services->transfers = &transfers;
  for (std::size_t i = 0; i < kMany; ++i) {
    f.engine.answer("ImportTable",
                    R"({"S3BucketSource":{"S3Bucket":"none"},"InputFormat":"DYNAMODB_JSON",)"
                    R"("TableCreationParameters":)" +
                        tests::music() + "}");
    f.settle();
  }
  f.send("POST", "reset", "{}");
  CHECK_FALSE(f.answer);
  const std::size_t left = transfers.imports.all().of({}).size();
  CHECK(left > 0);
  CHECK(left < 10);
  f.settle();
  CHECK(f.answer.value().status == 200);
  CHECK(transfers.imports.all().of({}).empty());
}

TEST_CASE("a large snapshot that is deleted goes in turns, and its name is free at once") {
  ControlFixture f;
  make_queues(f);
  f.send("PUT", "snapshots/base", "{}");
  f.settle();
  const auto count = [&](const char* place) {
    return f.engine.queues.registry.list(core::snapshot_scope(place), "", "").size();
  };
  REQUIRE(count("base") == kMany);
  CHECK(at_once(f, "DELETE", "snapshots/base", "") == "{}");
  CHECK(count("base") > 0);
  f.send("PUT", "snapshots/base", "{}");
  f.settle();
  CHECK(count("base") == 0);
  CHECK(count("base~") == kMany);
  CHECK(has(f.get("snapshots"), R"("queues":)" + std::to_string(kMany)));
}

TEST_CASE("a restore whose scope is to be reset once more doesn't begin") {
  ControlFixture f;
  CHECK(f.call("PUT", "snapshots/base", "{}").status == 200);
  make_queues(f, 3 * kMany);
  f.send("POST", "snapshots/base/restore", R"({"replace":true})");
  CHECK(at_once(f, "POST", "reset").empty());
  CHECK(has(at_once(f, "DELETE", "snapshots/base", ""), "is being read"));
  CHECK(at_once(f, "PUT", "snapshots/other") ==
        R"({"error":"Conflict","message":"The scope is being reset."})");
  f.settle();
  CHECK(f.answer.value().status == 409);
  CHECK(f.answer.value().body == kWasReset);
  CHECK(f.engine.catalog.count(f.engine.scope) == 0);
  CHECK(f.call("POST", "snapshots/base/restore", "{}").status == 200);
}

TEST_CASE("whatever can't be stored of a restore that replaces, it is answered") {
  for (int nth = 1; nth < 12; ++nth) {
    CAPTURE(nth);
    ControlFixture f;
    CHECK(f.call("PUT", "snapshots/base", "{}").status == 200);
    make_queues(f);
    {
      const tests::FailingCommit failing(f.engine.connection, nth);
      f.send("POST", "snapshots/base/restore", R"({"replace":true})");
      f.settle();
    }
    REQUIRE(f.answer);
    CHECK(f.call("POST", "snapshots/base/restore", R"({"replace":true})").status == 200);
    CHECK(count_queues(f) == 0);
  }
}

TEST_CASE("a mapping that stays goes on when its queue is empty, also after a failure") {
  for (const bool fails : {false, true}) {
    CAPTURE(fails);
    ControlFixture f;
    make_queues(f);
    f.map_queue();
    f.settle();
    f.send("POST", "reset", R"({"keep":["functions","mappings","queues","tables"]})");
    CHECK_FALSE(f.answer);
    f.queue.send("message");
    CHECK_FALSE(f.queue.deliver());
    if (fails) {
      const tests::FailingCommit failing(f.engine.connection);
      f.settle();
    }
    f.settle();
    CHECK(f.answer.value().status == (fails ? 500 : 200));
    CHECK(f.invoker.invocations.size() == 1);
  }
}

TEST_CASE("a reset that keeps queues frees the names of those that were deleted before") {
  ControlFixture f;
  f.engine.answer("CreateQueue", R"({"QueueName":"jobs"})");
  f.engine.answer("DeleteQueue", R"({"QueueUrl":"http://localhost/000000000000/jobs"})");
  f.post("reset", R"({"keep":["queues"]})");
  f.engine.answer("CreateQueue", R"({"QueueName":"jobs"})");
  CHECK(count_queues(f) == 1);
}

}  // namespace resets_test
