#include "streams/shard_iterator.h"

#include "core/base64.h"
#include "core/fnv1a.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

namespace shard_iterator_test {

using namespace std::chrono_literals;

namespace {

const std::string kArn =
    "arn:aws:dynamodb:us-east-1:000000000000:table/T/stream/2025-02-22T03:03:25.490";

streams::ShardIterator iterator() {
  return {core::StreamArn(kArn), 7, core::SequenceNumber(42), core::WallTime(1'700'000'000'123ms)};
}

}  // namespace

TEST_CASE("an iterator's text names the stream and reads back as the same place") {
  const std::string text = streams::to_text(iterator());
  CHECK(text.starts_with(kArn + "|1|"));
  CHECK(streams::parse_shard_iterator(text) == iterator());
}

TEST_CASE("a text that isn't an iterator is told from one") {
  const auto text = [](const std::string& place) {
    const std::string sum = fmt::format("{:016x}", core::fnv1a(kArn + place));
    return kArn + "|1|" + core::base64_encode(place + sum);
  };
  CHECK(streams::parse_shard_iterator(text("7:42:1700000000123:")) == iterator());
  CHECK(streams::parse_shard_iterator(text("7:42:253402300799999:")));
  const std::string bad[] = {
      "",
      "x",
      kArn,
      kArn + "|1|",
      kArn + "|1|%%%",
      kArn + "|1|" + core::base64_encode("7:42:1700000000123"),
      kArn + "|1|" + core::base64_encode("7:42:1700000000123:"),
      text(""),
      text("7:42:"),
      text("7:42:1700000000123"),
      text("a:1:1:"),
      text("-1:1:1:"),
      text("7:42:1:0:"),
      text("7:42:1:1:1:"),
      text("7:42:1:4294967296:"),
      text("7:42:253402300800000:"),
      text("7:42:9223372036854775807:"),
      text("7:42:9223372036854775808:"),
  };
  for (const std::string& each : bad) {
    CAPTURE(each);
    CHECK_FALSE(streams::parse_shard_iterator(each));
  }
}

TEST_CASE("an iterator of a later generation says so") {
  streams::ShardIterator later = iterator();
  later.generation = 4294967295;
  CHECK(streams::to_text(later) != streams::to_text(iterator()));
  CHECK(streams::parse_shard_iterator(streams::to_text(later)) == later);
}

TEST_CASE("an iterator that was cut or changed is none") {
  const std::string good = streams::to_text(iterator());
  for (std::size_t length = 0; length < good.size(); ++length) {
    CAPTURE(length);
    CHECK_FALSE(streams::parse_shard_iterator(good.substr(0, length)));
  }
  std::string renamed = good;
  renamed[renamed.find("table/T")] = 'T';
  CHECK_FALSE(streams::parse_shard_iterator(renamed));
}

TEST_CASE("an iterator is good for 15 minutes") {
  CHECK_FALSE(streams::is_expired(iterator(), iterator().created_at + 15min));
  CHECK(streams::is_expired(iterator(), iterator().created_at + 15min + 1ms));
  CHECK_FALSE(streams::is_expired(iterator(), iterator().created_at - 1h));  // was moved back
}

TEST_CASE("the fraction of a millisecond that its text drops doesn't shorten an iterator's life") {
  streams::ShardIterator made = iterator();
  made.created_at += 999us;
  const auto read = streams::parse_shard_iterator(streams::to_text(made));
  REQUIRE(read);
  CHECK_FALSE(streams::is_expired(*read, made.created_at + 15min));
  CHECK(streams::is_expired(*read, made.created_at + 15min + 1ms));
}

}  // namespace shard_iterator_test
