#include "server/operations/queues/message_fate.h"

#include <doctest/doctest.h>

namespace message_fate_test {

using server::operations::fate_of;
using server::operations::MessageFate;
using server::operations::QueueSettings;
using namespace std::chrono_literals;

namespace {

const core::WallTime kSent = core::from_epoch_milliseconds(1'000'000);

storage::MessageState received_so_often(std::int64_t count) {
  storage::MessageState state;
  state.sent_at = core::epoch_milliseconds(kSent);
  state.receive_count = count;
  return state;
}

}  // namespace

TEST_CASE("a message expires when its queue's retention is over") {
  QueueSettings settings;
  settings.retention = 60s;
  CHECK(fate_of(received_so_often(0), settings, kSent + 59'999ms) == MessageFate::deliver);
  CHECK(fate_of(received_so_often(0), settings, kSent + 60s) == MessageFate::expire);
  settings.redrive = {"arn", 1};
  CHECK(fate_of(received_so_often(1), settings, kSent + 60s) == MessageFate::expire);
}

TEST_CASE("a message that was received as often as is allowed is a dead letter") {
  QueueSettings settings;
  settings.retention = 60s;
  CHECK(fate_of(received_so_often(1000), settings, kSent) == MessageFate::deliver);
  settings.redrive = {"arn", 2};
  CHECK(fate_of(received_so_often(1), settings, kSent) == MessageFate::deliver);
  CHECK(fate_of(received_so_often(2), settings, kSent) == MessageFate::redrive);
}

TEST_CASE("timeouts since the receive are twelve hours at most in all") {
  storage::MessageState state;
  state.last_received_at = core::epoch_milliseconds(kSent);
  using server::operations::is_beyond_visibility_limit;
  CHECK_FALSE(is_beyond_visibility_limit(state, 12h, kSent));
  CHECK_FALSE(is_beyond_visibility_limit(state, 11h, kSent + 1h));
  CHECK(is_beyond_visibility_limit(state, 11h, kSent + 1h + 1ms));
}

}  // namespace message_fate_test
