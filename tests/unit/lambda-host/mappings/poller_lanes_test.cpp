#include "lambda-host/mappings/poller.h"
#include "tests/unit/lambda-host/mappings/mapping_fixture.h"

#include <doctest/doctest.h>

#include <set>

namespace poller_lanes_test {

using namespace std::chrono_literals;

namespace {

// Delivers all that waits but for "bad", and answers what was delivered.
std::multiset<std::string> deliver_others(MappingFixture& f) {
  std::multiset<std::string> delivered;
  for (int turns = 0; turns < 400 && !f.waiting().empty(); ++turns) {
    const std::string batch = f.waiting();
    if (batch == "bad") {
      f.fail();
    } else {
      delivered.insert(batch);
      f.succeed();
    }
  }
  return delivered;
}

}  // namespace

TEST_CASE("no update of a mapping with lanes delivers again what succeeded") {
  for (const char* change : {R"({"MaximumRetryAttempts":5})", R"({"ParallelizationFactor":3})",
                             R"({"ParallelizationFactor":1})", R"({"ParallelizationFactor":10})"}) {
    CAPTURE(change);
    MappingFixture f;
    const auto mapping = f.create(R"(,"ParallelizationFactor":10,"BatchSize":1)");
    f.engine->put("bad");
    for (int i = 0; i < 40; ++i) f.engine->put("i" + std::to_string(i));
    const std::multiset<std::string> before = deliver_others(f);
    CHECK(before.size() > 25);
    f.update(mapping.id, change);
    f.update(mapping.id, change);
    std::multiset<std::string> all = before;
    for (int turns = 0; turns < 400 && !f.waiting().empty(); ++turns) {
      all.insert(f.waiting());
      f.succeed();
    }
    CHECK(all.size() == 41);
    CHECK(all.count("bad") == 1);
    CHECK(std::set<std::string>(all.begin(), all.end()).size() == 41);
  }
}

TEST_CASE("nor does a restart") {
  MappingFixture f;
  f.create(R"(,"ParallelizationFactor":10,"BatchSize":1)");
  f.engine->put("bad");
  for (int i = 0; i < 40; ++i) f.engine->put("i" + std::to_string(i));
  const std::size_t before = deliver_others(f).size();
  f.restart();
  std::size_t after = 0;
  for (; after < 400 && !f.waiting().empty(); ++after) f.succeed();
  CHECK(before + after == 41);
}

TEST_CASE("with a parallelization factor a failing item doesn't block the others") {
  MappingFixture f;
  const auto mapping = f.create(R"(,"ParallelizationFactor":10,"BatchSize":1)");
  const auto first = f.engine->writer.next_sequence();
  std::set<std::string> others;
  f.engine->put("bad");
  for (int i = 0; i < 40; ++i) f.engine->put("i" + std::to_string(i));
  f.settle();
  CHECK(f.invoker.invocations.size() > 1);
  std::set<std::string> delivered;
  for (int turns = 0; turns < 400 && !f.waiting().empty(); ++turns) {
    const std::string batch = f.waiting();
    if (batch == "bad") {
      f.fail();
    } else {
      CHECK(delivered.insert(batch).second);
      f.succeed();
    }
  }
  CHECK(delivered.size() > 25);  // all but those of the same lane
  storage::CheckpointTable checkpoints(f.stored.connection);
  REQUIRE(checkpoints.load(mapping.id).size() == 1);
  CHECK(checkpoints.load(mapping.id).front().next == first);  // the lowest one that isn't done
  f.advance(5s);
  for (int turns = 0; turns < 400 && !f.waiting().empty(); ++turns) f.succeed();
  REQUIRE(checkpoints.load(mapping.id).size() == 1);
  CHECK(checkpoints.load(mapping.id).front().next.get() == first.get() + 41);
}

}  // namespace poller_lanes_test
