#include "streams/event_cache.h"

#include <doctest/doctest.h>

namespace streams::event_cache_test {
namespace {

core::SequenceNumber number(std::uint64_t value) {
  return core::SequenceNumber(value);
}

SourceEvent event_of(std::size_t bytes) {
  return std::string(bytes, ' ');
}

}  // namespace

TEST_CASE("an event is found by its record's number") {
  EventCache cache(100);
  CHECK_FALSE(cache.find(number(1)));
  const SourceEvent event = std::string("{}");
  cache.add(number(1), event);
  REQUIRE(cache.find(number(1)));
  CHECK(&cache.find(number(1))->document() == &event.document());
  cache.add(number(1), std::string("[1,2]"));
  CHECK(cache.find(number(1))->text() == "{}");
  CHECK(cache.bytes() == 2);
}

TEST_CASE("the oldest go when there are more bytes than allowed, and forget what was parsed") {
  EventCache cache(10);
  const SourceEvent first = std::string("[1,2]");
  CHECK(first.document().root().array().size() == 2);
  cache.add(number(1), first);
  cache.add(number(2), event_of(5));
  CHECK(cache.bytes() == 10);
  CHECK(cache.find(number(1)));
  CHECK(first.is_parsed());
  cache.add(number(3), event_of(1));
  CHECK(cache.bytes() == 6);
  CHECK_FALSE(cache.find(number(1)));
  CHECK_FALSE(first.is_parsed());
  CHECK(cache.find(number(2)));
  CHECK(cache.find(number(3)));
}

TEST_CASE("an event that is larger than all that is kept doesn't displace the others") {
  EventCache cache(10);
  cache.add(number(1), event_of(4));
  cache.add(number(2), event_of(11));
  CHECK(cache.bytes() == 4);
  CHECK(cache.find(number(1)));
  CHECK_FALSE(cache.find(number(2)));
  cache.add(number(3), event_of(10));
  CHECK(cache.bytes() == 10);
  CHECK_FALSE(cache.find(number(1)));
  CHECK(cache.find(number(3)));
}

}  // namespace streams::event_cache_test
