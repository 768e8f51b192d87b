#include "lambda-host/mappings/batcher.h"

#include "lambda-host/mappings/event_payload.h"

#include <doctest/doctest.h>

namespace batcher_test {

using lambda_host::Batcher;
using lambda_host::BatchLimits;
using namespace std::chrono_literals;

namespace {

const core::WallTime t0{1000h};

streams::SourceRecord record(std::uint64_t number, std::size_t bytes = 2) {
  return {core::SequenceNumber(number), t0, std::string(bytes, 'x')};
}

bool add(Batcher& batcher, streams::SourceRecord record, core::WallTime now = t0) {
  return batcher.add(record, now);
}

}  // namespace

TEST_CASE("a batch closes when it is full or its window has passed") {
  struct Case {
    const char* name;
    int records;
    core::Duration after;
    bool ready;
  };
  const Case cases[] = {
      {"empty never closes",       0, 1h,    false},
      {"full closes at once",      3, 0ms,   true },
      {"partial waits",            2, 499ms, false},
      {"partial closes on window", 2, 500ms, true },
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    Batcher batcher({3, 500ms});
    for (int i = 0; i < c.records; ++i) add(batcher, record(1));
    CHECK(batcher.ready(t0 + c.after) == c.ready);
  }
}

TEST_CASE("without a window any record makes a batch") {
  Batcher batcher({100, 0ms});
  add(batcher, record(1));
  CHECK(batcher.ready(t0));
}

TEST_CASE("the window begins with the batch's first record") {
  Batcher batcher({3, 500ms});
  CHECK_FALSE(batcher.closes_at());
  add(batcher, record(1), t0 + 100ms);
  add(batcher, record(2), t0 + 200ms);
  CHECK(batcher.closes_at() == t0 + 600ms);
  CHECK(batcher.take().size() == 2);
  CHECK_FALSE(batcher.closes_at());
}

TEST_CASE("when the clock is moved back, the window begins anew") {
  Batcher batcher({3, 500ms});
  add(batcher, record(1), t0);
  batcher.date_back(t0 + 1h);
  CHECK(batcher.closes_at() == t0 + 500ms);
  batcher.date_back(t0 - 1h);
  CHECK(batcher.closes_at() == t0 - 1h + 500ms);
  CHECK(batcher.take().front().created_at == t0 - 1h);
}

TEST_CASE("a batch closes before its payload would be too large") {
  // {"Records":[xxxxxxxxxx,xxxxxxxxxx]} has 35 bytes.
  for (const std::size_t limit : {35, 34}) {
    CAPTURE(limit);
    Batcher batcher(BatchLimits{100, 1h, limit});
    CHECK(add(batcher, record(1, 10)));
    CHECK(add(batcher, record(2, 10)) == (limit == 35));
    CHECK(batcher.ready(t0) == (limit == 34));
  }
}

TEST_CASE("the default payload limit is 6 MB") {
  Batcher batcher({10'000, 1h});
  CHECK(add(batcher, record(1, 6291556 - 14 - 1)));
  CHECK(add(batcher, record(2, 0)));
  CHECK_FALSE(add(batcher, record(3, 0)));
}

TEST_CASE("a record that is too large alone makes a batch alone") {
  Batcher batcher(BatchLimits{100, 1h, 20});
  CHECK(add(batcher, record(1, 1000)));
  CHECK_FALSE(add(batcher, record(2, 1)));
  CHECK(batcher.ready(t0));
  CHECK(batcher.take().size() == 1);
}

TEST_CASE("a batch leaves room for what else the event has") {
  lambda_host::BatchLimits limits;
  limits.payload_bytes = 100;
  lambda_host::Batcher batcher(limits);
  const std::size_t free = batcher.free_bytes();
  batcher.leave_room(40);
  CHECK(batcher.free_bytes() == free - 40);
  streams::SourceRecord first{core::SequenceNumber(1), {}, std::string(26, 'x')};
  CHECK(batcher.add(first, {}));
  streams::SourceRecord second{core::SequenceNumber(2), {}, std::string(20, 'x')};
  CHECK_FALSE(batcher.add(second, {}));  // 13 + 27 + 21 + 40
  batcher.take();
  batcher.leave_room(39);
  streams::SourceRecord other{core::SequenceNumber(3), {}, std::string(26, 'x')};
  CHECK(batcher.add(other, {}));
  CHECK(batcher.add(second, {}));
}

}  // namespace batcher_test
