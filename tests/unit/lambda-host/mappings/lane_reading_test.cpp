#include "lambda-host/mappings/lane.h"
#include "tests/unit/lambda-host/mappings/lane_fixture.h"

#include <doctest/doctest.h>

namespace lane_reading_test {

using namespace lane_tests;

TEST_CASE_FIXTURE(Fixture, "as much is read as there is room for, up to a hundred records") {
  mapping.batch_size = 130;
  add(1, 200);
  open(21).advance();
  REQUIRE(source.requests.size() == 2);
  CHECK(source.requests[0].from == SequenceNumber(21));
  CHECK(source.requests[0].shard == storage::ShardNumber{7});
  CHECK(source.requests[0].limit == 100);
  CHECK(source.requests[0].max_bytes == std::size_t{1} << 20);
  CHECK(source.requests[1].from == SequenceNumber(121));
  CHECK(source.requests[1].limit == 30);
  CHECK(notes.lines.back() == "began 21-150 #1");
}

TEST_CASE_FIXTURE(Fixture, "a lane of some items, or that others went before, reads whole pages") {
  mapping.batch_size = 10;
  SUBCASE("a slice") {
    slice = {0, 2};
  }
  SUBCASE("lanes of another number") {
    passed = {SequenceNumber(5)};
  }
  open().advance();
  REQUIRE(source.requests.size() == 1);
  CHECK(source.requests[0].limit == 100);
  CHECK(source.requests[0].slice.count == slice.count);
  CHECK(source.requests[0].passed.size() == passed.size());
}

TEST_CASE_FIXTURE(Fixture, "after ten pages of filtered records the loop gets its turn") {
  filters = lambda_host::FilterCriteria({R"({"a":["b"]})"});
  add(1, 1001);
  open().advance();
  CHECK(source.requests.size() == 10);
  CHECK(lane->checkpoint() == SequenceNumber(1001));
  CHECK_FALSE(lane->caught_up());
  CHECK(lane->status().activity == LaneActivity::reading);
  CHECK(events == Lines{"passed on at 1001"});
  settle();
  CHECK(source.requests.size() == 11);
  CHECK(lane->caught_up());
  CHECK(events == Lines{"passed on at 1001", "passed on at 1002"});
  CHECK(invocations() == 0);
}

TEST_CASE_FIXTURE(Fixture, "behind a megabyte of records the loop gets its turn amid a batch") {
  add(1, 4, std::string(std::size_t{600} << 10, 'x'));
  open().advance();
  CHECK(source.requests.size() == 1);  // of two records: the second one reaches the megabyte
  CHECK(invocations() == 0);
  settle();
  REQUIRE(invocations() == 1);
  CHECK(notes.lines.back() == "began 1-4 #1");
}

namespace {

// Holds four hundred tests against each of a list's ten thousand texts, and lets "wanted" pass.
struct SlowFilter : Fixture {
  SlowFilter() {
    std::string tests;
    for (int i = 0; i < 400; ++i) tests += R"({"wildcard":"x*)" + std::to_string(i) + R"("},)";
    filters = lambda_host::FilterCriteria({R"({"l":[)" + tests + R"("wanted"]})"});
  }
  void add_list(std::uint64_t sequence, const std::string& first, const std::string& last) {
    std::string event = R"({"l":[")" + first;
    for (int i = 0; i < 10'000; ++i) event += "\",\"" + std::to_string(i);
    source.records.push_back(
        {SequenceNumber(sequence), clock.now(), event + "\",\"" + last + R"("]})"});
  }
};

}  // namespace

TEST_CASE_FIXTURE(SlowFilter, "a filter that takes long is done in turns, and then all goes on") {
  add_list(1, "a", "wanted");
  add_list(2, "a", "other");
  add_list(3, "a", "wanted");
  open().advance();
  CHECK(source.requests.size() == 1);
  CHECK(notes.lines.empty());
  CHECK(lane->checkpoint() == SequenceNumber(1));
  CHECK_FALSE(lane->caught_up());
  int turns = 1;
  while (alarms.run_due()) ++turns;
  CHECK(turns >= 3 * 4);  // four million tests for each record
  CHECK(notes.lines == Lines{"read 1", "passed 2", "read 3", "began 1-3 #1"});
  REQUIRE(invocations() == 1);
  succeed();
  settle();
  CHECK(lane->checkpoint() == SequenceNumber(4));
}

TEST_CASE_FIXTURE(SlowFilter, "a record that is trimmed while the filter is at it is forgotten") {
  add_list(1, "a", "other");
  add_list(2, "wanted", "other");
  open().advance();
  source.records.erase(source.records.begin());
  settle();
  CHECK(notes.lines == Lines{"read 2", "began 2-2 #1"});
}

TEST_CASE_FIXTURE(Fixture, "where a reading fails in its midst, the next one goes on") {
  mapping.batching_window_seconds = 300;
  add(1, 4);
  source.fails_at = SequenceNumber(3);
  open().advance();
  CHECK(notes.lines == Lines{"read 1", "read 2"});
  CHECK(lane->checkpoint() == SequenceNumber(1));
  source.fails_at.reset();
  pass(300s);
  REQUIRE(invocations() == 1);
  CHECK(notes.lines.back() == "began 1-4 #1");
  CHECK(invoker.invocations.front().request.payload.view() == R"({"Records":["1","2","3","4"]})");
}

TEST_CASE_FIXTURE(Fixture, "a record that is too much for the batch begins the next one") {
  add(1, 7, std::string(std::size_t{1} << 20, 'x'));  // six are less than 6,291,556 bytes
  source.closed = true;
  open().advance();
  settle();
  CHECK(notes.lines.back() == "began 1-6 #1");
  succeed();
  settle();
  CHECK(notes.lines.back() == "began 7-7 #1");
  CHECK_FALSE(lane->ended());
  succeed();
  settle();
  CHECK(lane->ended());
}

}  // namespace lane_reading_test
