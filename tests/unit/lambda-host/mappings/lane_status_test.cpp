#include "tests/unit/lambda-host/mappings/lane_fixture.h"

namespace lane_status_test {

using namespace lane_tests;

TEST_CASE_FIXTURE(Fixture, "a lane that waits for a full batch shows it, and until when") {
  mapping.batch_size = 10;
  mapping.batching_window_seconds = 5;
  add(3, 2);
  open(3).advance();
  const auto status = lane->status();
  CHECK(status.slice == 0);
  CHECK(status.activity == LaneActivity::gathering);
  CHECK(status.checkpoint == SequenceNumber(3));
  CHECK(status.batch_records == 2);
  CHECK(status.batch_first == SequenceNumber(3));
  CHECK(status.batch_last == SequenceNumber(4));
  CHECK(status.continues_in == core::Duration(5s));
  CHECK(status.failed_attempts == 0);
  CHECK_FALSE(status.refused);
}

TEST_CASE_FIXTURE(Fixture, "a lane whose batch runs shows the batch, and how often it failed") {
  add(1, 2);
  open().advance();
  CHECK(lane->status().activity == LaneActivity::invoking);
  CHECK(lane->status().batch_records == 2);
  CHECK(lane->status().failed_attempts == 0);
  CHECK_FALSE(lane->status().continues_in);
  fail();
  const auto failed = lane->status();
  CHECK(failed.activity == LaneActivity::backing_off);
  CHECK(failed.failed_attempts == 1);
  CHECK(failed.last_error != "");
  CHECK(failed.continues_in.value() > core::Duration(0));
  CHECK(failed.checkpoint == SequenceNumber(1));
}

TEST_CASE_FIXTURE(Fixture, "a lane that is through has no batch and no error") {
  add(1, 1);
  open().advance();
  fail();
  pass(std::chrono::hours(1));
  succeed();
  settle();
  const auto status = lane->status();
  CHECK(status.activity == LaneActivity::caught_up);
  CHECK(status.batch_records == 0);
  CHECK(status.failed_attempts == 0);
  CHECK(status.last_error == "");
  CHECK(status.checkpoint == SequenceNumber(2));
  CHECK_FALSE(status.continues_in);
}

}  // namespace lane_status_test
