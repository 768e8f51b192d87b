#include "streams/shard_iterator.h"

#include "core/base64.h"

#include <doctest/doctest.h>

#include <string>

using namespace std::chrono_literals;

namespace {

const std::string kArn =
    "arn:aws:dynamodb:us-east-1:000000000000:table/T/stream/2025-02-22T03:03:25.490";

streams::ShardIterator iterator() {
  return {core::StreamArn(kArn), 7, core::SequenceNumber(42), core::TimePoint(1'700'000'000'123ms)};
}

}  // namespace

TEST_CASE("an iterator's text names the stream and reads back as the same place") {
  const std::string text = streams::to_text(iterator());
  CHECK(text.starts_with(kArn + "|1|"));
  CHECK(streams::parse_shard_iterator(text) == iterator());
}

TEST_CASE("a text that isn't an iterator is told from one") {
  const auto text = [](const std::string& place) {
    return kArn + "|1|" + core::base64_encode(place);
  };
  CHECK(streams::parse_shard_iterator(text("7:42:1700000000123")));
  const std::string bad[] = {
      "",       "x",           kArn,          kArn + "|1|",   kArn + "|1|%%%",  text("7:42"),
      text(""), text("7:42:"), text("a:1:1"), text("-1:1:1"), text("7:42:1:1"),
  };
  for (const std::string& each : bad) {
    CAPTURE(each);
    CHECK_FALSE(streams::parse_shard_iterator(each));
  }
}

TEST_CASE("an iterator is good for 15 minutes") {
  CHECK_FALSE(streams::is_expired(iterator(), iterator().created_at + 15min));
  CHECK(streams::is_expired(iterator(), iterator().created_at + 15min + 1ms));
}
