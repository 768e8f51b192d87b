#include "storage/key_hash.h"

#include "core/digest.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

namespace key_hash_test {

using core::AttributeValue;

namespace {

std::string hashed(const AttributeValue& value) {
  std::string bytes;
  storage::append_hashed(bytes, value);
  return bytes;
}

std::uint64_t hash_of(const AttributeValue& value) {
  return storage::key_hash(std::string(storage::kHashSalt) + hashed(value));
}

AttributeValue number(std::string_view text) {
  return AttributeValue(core::Number::parse(text));
}
AttributeValue string(std::string_view text) {
  return AttributeValue(std::string(text));
}

template <class Make>
void check_ascending(const std::vector<std::string_view>& order, Make make) {
  std::uint64_t last = 0;
  for (const std::string_view text : order) {
    CAPTURE(text);
    const std::uint64_t hash = hash_of(make(text));
    CHECK(hash > last);
    last = hash;
  }
}

}  // namespace

TEST_CASE("numbers are hashed as Oracle's NUMBER") {
  struct Case {
    const char* text;
    const char* bytes;
  };
  const Case cases[] = {
      {"0",                                        "80"                                        },
      {"1",                                        "c102"                                      },
      {"5",                                        "c106"                                      },
      {"12.3",                                     "c10d1f"                                    },
      {"100",                                      "c202"                                      },
      {"1000",                                     "c20b"                                      },
      {"0.05",                                     "c006"                                      },
      {"0.5",                                      "c033"                                      },
      {"0.0005",                                   "bf06"                                      },
      {"-1",                                       "3e6466"                                    },
      {"-12.3",                                    "3e594766"                                  },
      {"-0.09",                                    "3f5c66"                                    },
      {"1E125",                                    "ff0b"                                      },
      {"1E-130",                                   "8002"                                      },
      {"-123456789012345678901234567890123456.78", "2d59432d170b59432d170b59432d170b59432d1766"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(core::hex(hashed(number(c.text))) == c.bytes);
  }
}

TEST_CASE("a negative number of twenty pairs has no end") {
  const std::string bytes = hashed(number("-1.2345678901234567890123456789012345678"));
  CHECK(bytes.size() == 21);
  CHECK(bytes.back() != '\x66');
}

TEST_CASE("strings come in the order of AWS's scans") {
  check_ascending(
      {"2", "8", "9", "1", "6", "hello", "0", "5", "4", "äáöü", "aardman", "7", "3", "zapf"},
      string);
}

TEST_CASE("numbers come in the order of AWS's scans") {
  check_ascending(
      {"7", "999.9", "8", "3", "2", "-999.9", "9", "4", "-0.09", "6", "1", "0", "0.012345", "5"},
      number);
}

TEST_CASE("keys hash into the segments of AWS's scans, of 4096") {
  const auto segment = [](const AttributeValue& value) { return hash_of(value) >> 52; };
  CHECK(segment(string("3635")) == 0);
  CHECK(segment(string("228")) == 0);
  CHECK(segment(string("1668")) == 1);
  CHECK(segment(string("3435")) == 4);
  CHECK(segment(number("251")) == 1);
  CHECK(segment(number("2388")) == 4095);
}

TEST_CASE("binary values are hashed by their bytes, as strings are") {
  CHECK(hashed(AttributeValue(core::Binary{"ab"})) == "ab");
}

}  // namespace key_hash_test
