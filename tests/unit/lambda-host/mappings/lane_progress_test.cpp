#include "lambda-host/mappings/lane_progress.h"

#include <doctest/doctest.h>

namespace lane_progress_test {

using core::SequenceNumber;
using lambda_host::DeliveryPart;
using lambda_host::EventSourceMapping;
using lambda_host::LaneProgress;
using lambda_host::read_progress;
using lambda_host::WindowProgress;
using lambda_host::write_progress;
using namespace std::chrono_literals;

namespace {

EventSourceMapping mapping_of(int lanes) {
  EventSourceMapping mapping;
  mapping.parallelization_factor = lanes;
  mapping.filter_patterns = {"{}", R"({"a":[1]})"};
  return mapping;
}

LaneProgress example() {
  LaneProgress lane;
  lane.parts = {
      {SequenceNumber(1),   SequenceNumber(300), 7, true,  lambda_host::FailedAttempt{"r", "3", true}},
      {SequenceNumber(301), SequenceNumber(302), 0, false, {}                                        }
  };
  WindowProgress window;
  window.length = 30s;
  window.start = core::WallTime(1000h);
  window.state = R"({"n":1})";
  window.final_failures = 2;
  window.last_failure = lambda_host::FailedAttempt{"s", "$LATEST", false};
  window.first = SequenceNumber(1);
  window.last = SequenceNumber(2);
  window.first_arrival = core::WallTime(1000h + 1us);
  window.last_arrival = core::WallTime(1000h + 2us);
  lane.window = window;
  return lane;
}

}  // namespace

TEST_CASE("what is kept of lanes is read as it was written") {
  const auto mapping = mapping_of(3);
  const std::vector<LaneProgress> lanes = {{}, example(), {}};
  CHECK(read_progress(mapping, write_progress(mapping, lanes)) == lanes);
}

TEST_CASE("nothing is kept where nothing failed and no window is open") {
  const auto mapping = mapping_of(2);
  CHECK(write_progress(mapping, {{}, {}}).empty());
  CHECK(read_progress(mapping, "") == std::vector<LaneProgress>(2));
}

TEST_CASE("a mapping that makes other batches begins anew with the one in flight") {
  const auto mapping = mapping_of(1);
  const std::string stored = write_progress(mapping, {example()});
  auto other = mapping;
  SUBCASE("of another size") {
    ++other.batch_size;
  }
  SUBCASE("of other records") {
    other.filter_patterns.back() += " ";
  }
  SUBCASE("of more records") {
    other.filter_patterns.pop_back();
  }
  SUBCASE("of other windows") {
    other.tumbling_window_seconds = 30;
  }
  const auto read = read_progress(other, stored);
  REQUIRE(read.size() == 1);
  CHECK(read[0].parts.empty());
  CHECK(read[0].window == example().window);
}

TEST_CASE("one that only retries otherwise goes on") {
  const auto mapping = mapping_of(1);
  auto other = mapping;
  other.maximum_retry_attempts = 7;
  other.bisect_batch_on_function_error = true;
  other.failure_destination = "arn:aws:sqs:us-east-1:000000000000:q";
  CHECK(read_progress(other, write_progress(mapping, {example()})) ==
        std::vector<LaneProgress>{example()});
}

TEST_CASE("with another number of lanes all begins anew") {
  CHECK(read_progress(mapping_of(2), write_progress(mapping_of(1), {example()})) ==
        std::vector<LaneProgress>(2));
}

}  // namespace lane_progress_test
