#include "lambda-host/mappings/batch_gauge.h"

#include "lambda-host/mappings/event_payload.h"

#include <doctest/doctest.h>

namespace batch_gauge_test {

using lambda_host::BatchGauge;
using lambda_host::kPayloadFrameBytes;
using namespace std::chrono_literals;

namespace {

constexpr core::WallTime kNow{1000s};

}  // namespace

TEST_CASE("a gauge is full by number, and takes no more then") {
  BatchGauge gauge({2, 5s});
  CHECK(gauge.empty());
  CHECK_FALSE(gauge.ready(kNow));
  CHECK(gauge.free_records() == 2);
  CHECK(gauge.add(1, kNow));
  CHECK_FALSE(gauge.full());
  CHECK(gauge.add(1, kNow));
  CHECK(gauge.full());
  CHECK(gauge.ready(kNow));
  CHECK_FALSE(gauge.add(1, kNow));
  CHECK(gauge.free_records() == 0);
  gauge.clear();
  CHECK(gauge.empty());
  CHECK(gauge.add(1, kNow));
}

TEST_CASE("a gauge is full once one doesn't fit its event, to the byte") {
  BatchGauge gauge({10, 5s, kPayloadFrameBytes + 10});
  CHECK(gauge.free_bytes() == 10);
  CHECK(gauge.add(4, kNow));
  CHECK(gauge.add(6, kNow));
  CHECK(gauge.free_bytes() == 0);
  CHECK_FALSE(gauge.full());
  CHECK_FALSE(gauge.add(1, kNow));
  CHECK(gauge.full());
  gauge.clear();
  CHECK_FALSE(gauge.full());
  gauge.leave_room(3);
  CHECK(gauge.free_bytes() == 7);
  CHECK(gauge.add(1, kNow));
  CHECK_FALSE(gauge.add(7, kNow));
  gauge.clear();
  CHECK(gauge.add(100, kNow));  // too large alone
  CHECK(gauge.free_bytes() == 0);
}

TEST_CASE("a gauge's window begins with the first, and anew when the clock goes back behind it") {
  BatchGauge gauge({10, 5s});
  CHECK_FALSE(gauge.closes_at());
  gauge.add(1, kNow);
  gauge.add(1, kNow + 3s);
  CHECK(gauge.closes_at() == kNow + 5s);
  CHECK_FALSE(gauge.ready(kNow + 4999ms));
  CHECK(gauge.ready(kNow + 5s));
  gauge.date_back(kNow + 1s);
  CHECK(gauge.closes_at() == kNow + 5s);
  gauge.date_back(kNow - 1h);
  CHECK(gauge.closes_at() == kNow - 1h + 5s);
}

}  // namespace batch_gauge_test
