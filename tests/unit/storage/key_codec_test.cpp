#include "storage/key_codec.h"

#include "tests/support/random_values.h"

#include <doctest/doctest.h>

namespace key_codec_test {

using core::AttributeType;
using core::AttributeValue;

namespace {

std::string part(const AttributeValue& value) {
  std::string key;
  storage::append_key_part(key, value);
  return key;
}

AttributeValue number(std::string_view text) {
  return AttributeValue(core::Number::parse(text));
}

int sign(auto ordering) {
  return ordering < 0 ? -1 : (ordering > 0 ? 1 : 0);
}

const core::KeySchema kSchema{{{"pk", core::ScalarType::s}}, {{"sk", core::ScalarType::n}}};

core::Item key(const char* partition, const char* sort) {
  return {
      {"pk", AttributeValue(std::string(partition))},
      {"sk", number(sort)                          }
  };
}

}  // namespace

TEST_CASE("numbers encode in the order of their values") {
  const char* const ascending[] = {"-9.9999999999999999999999999999999999999E+125",
                                   "-1001",
                                   "-1000",
                                   "-100.5",
                                   "-100",
                                   "-99",
                                   "-1.1",
                                   "-1",
                                   "-0.5",
                                   "-1E-130",
                                   "0",
                                   "1E-130",
                                   "0.05",
                                   "0.5",
                                   "1",
                                   "1.1",
                                   "1.10000001",
                                   "2",
                                   "9",
                                   "10",
                                   "11",
                                   "99",
                                   "100",
                                   "100.5",
                                   "1000",
                                   "1001",
                                   "123456789012345678901234567890",
                                   "9.9999999999999999999999999999999999999E+125"};
  for (std::size_t i = 0; i + 1 < std::size(ascending); ++i) {
    CAPTURE(ascending[i]);
    CHECK(part(number(ascending[i])) < part(number(ascending[i + 1])));
  }
}

TEST_CASE("for each key type the order of encodings is the order of values") {
  tests::RandomValues random(1);
  for (const AttributeType type : {AttributeType::s, AttributeType::n, AttributeType::b}) {
    for (int i = 0; i < 20'000; ++i) {
      const AttributeValue a = random.key_value(type);
      const AttributeValue b = random.key_value(type);
      REQUIRE(sign(part(a).compare(part(b))) == sign(*core::compare(a, b)));
    }
  }
}

TEST_CASE("no encoding is the beginning of another one") {
  tests::RandomValues random(2);
  for (const AttributeType type : {AttributeType::s, AttributeType::n, AttributeType::b}) {
    for (int i = 0; i < 20'000; ++i) {
      const std::string a = part(random.key_value(type));
      const std::string b = part(random.key_value(type));
      REQUIRE((a == b || !b.starts_with(a)));
    }
  }
}

TEST_CASE("what begins with a prefix lies between the prefix and its end") {
  tests::RandomValues random(3);
  for (int i = 0; i < 20'000; ++i) {
    const AttributeValue prefix(core::Binary{random.bytes(3)});
    const AttributeValue value(core::Binary{random.bytes(6)});
    std::string first;
    storage::append_key_prefix(first, prefix);
    const std::string end = storage::end_of_prefix(first);
    const std::string key = part(value);
    const bool inside = key >= first && (end.empty() || key < end);
    const bool begins =
        value.get_if<core::Binary>()->bytes.starts_with(prefix.get_if<core::Binary>()->bytes);
    REQUIRE(inside == begins);
  }
}

TEST_CASE("the keys of one partition begin with its prefix, and sort by the sort attribute") {
  const std::string partition = storage::encode_partition(kSchema, key("a", "0"));
  const std::string low = storage::encode_key(kSchema, key("a", "-5"));
  const std::string high = storage::encode_key(kSchema, key("a", "12"));
  CHECK(low.starts_with(partition));
  CHECK(high.starts_with(partition));
  CHECK(low < high);
  CHECK_FALSE(storage::encode_key(kSchema, key("b", "0")).starts_with(partition));
}

TEST_CASE("a key begins with the hash of its partition") {
  const core::Item item = key("a", "7");
  CHECK(storage::hash_of_key(storage::encode_key(kSchema, item)) ==
        storage::partition_hash(kSchema, item));
}

TEST_CASE("the end of a prefix") {
  CHECK(storage::end_of_prefix("ab") == "ac");
  CHECK(storage::end_of_prefix("a\xff") == "b");
  CHECK(storage::end_of_prefix("\xff\xff").empty());
  CHECK(storage::end_of_prefix("").empty());
}

}  // namespace key_codec_test
