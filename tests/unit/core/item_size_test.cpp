#include "core/item_size.h"

#include <doctest/doctest.h>

#include <string>

namespace item_size_test {

using namespace core;  // NOLINT(google-build-using-namespace): the whole data model is under test

namespace {

AttributeValue s(const std::string& text) {
  return AttributeValue(text);
}
AttributeValue n(const std::string& text) {
  return AttributeValue(Number::parse(text));
}

}  // namespace

TEST_CASE("a number takes a byte for each pair of digits, its exponent and its minus") {
  const std::string nines(38, '9');
  struct Case {
    std::string number;
    std::size_t bytes;
  };
  const Case cases[] = {
      {"0",       1 },
      {"1",       2 },
      {"12",      2 },
      {"100",     2 },
      {"0.5",     2 },
      {"123",     3 },
      {"1234",    3 },
      {"12.3",    3 },
      {"22.5",    3 },
      {"1.23",    3 },
      {"12345",   4 },
      {"1000001", 5 },
      {"-1",      3 },
      {"1e125",   2 },
      {"-1e-130", 3 },
      {nines,     20},
  };
  for (const Case& c : cases) {
    CAPTURE(c.number);
    CHECK(number_size_bytes(Number::parse(c.number)) == c.bytes);
  }
}

TEST_CASE("every type of value has its size") {
  const StringSet strings = {
      {"a", "bc"}
  };
  const NumberSet numbers = {
      {Number(1), Number(123)}
  };
  const BinarySet binaries = {
      {Binary{"a"}, Binary{"bc"}}
  };
  const List list = {s("ab"), AttributeValue(true)};
  AttributeMap map;
  map.insert_or_assign("key", s("ab"));
  struct Case {
    const char* name;
    AttributeValue value;
    std::size_t bytes;
  };
  const Case cases[] = {
      {"empty string",                      s(""),                            0                    },
      {"string of 2 characters in 4 bytes", s("\xC3\xA4\xC3\xB6"),            4                    },
      {"binary",                            AttributeValue(Binary{"abcdef"}), 6                    },
      {"boolean",                           AttributeValue(false),            1                    },
      {"null",                              AttributeValue(Null{}),           1                    },
      {"string set",                        AttributeValue(strings),          3                    },
      {"number set",                        AttributeValue(numbers),          5                    },
      {"binary set",                        AttributeValue(binaries),         3                    },
      {"empty list",                        AttributeValue(List{}),           3                    },
      {"list",                              AttributeValue(list),             3 + (1 + 2) + (1 + 1)},
      {"empty map",                         AttributeValue(AttributeMap{}),   3                    },
      {"map",                               AttributeValue(map),              3 + (1 + 3 + 2)      },
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(attribute_value_size_bytes(c.value) == c.bytes);
  }
}

TEST_CASE("items have the sizes that AWS put into stream records") {
  Item item;
  item.insert_or_assign("my_partition_key", s("hello world"));
  CHECK(item_size_bytes(item) == 27);
  item.insert_or_assign("binary_key", AttributeValue(Binary{"123456"}));
  CHECK(item_size_bytes(item) == 27 + 16);

  Item filtered;
  filtered.insert_or_assign("id", s("id_value_1"));
  CHECK(item_size_bytes(filtered) == 12);
  filtered.insert_or_assign("numericFilter", n("42"));
  CHECK(item_size_bytes(filtered) == 12 + 15);
}

TEST_CASE("a transaction has items of 4 MB and of 1,000,000 values at most") {
  const auto error = [](std::size_t bytes, std::size_t values) {
    const auto found = transaction_error({bytes, values});
    return found ? found->message() : "";
  };
  CHECK(error(0, 0).empty());
  CHECK(error(4 << 20, 1'000'000).empty());
  CHECK(error((4 << 20) + 1, 0) ==
        "The aggregate size of the items in the transaction cannot exceed 4 MB");
  CHECK(error(0, 1'000'001) ==
        "The items of the transaction have more than 1000000 values in all. DynamoDB would take "
        "them; Rivulet has this limit so that other requests needn't wait.");
}

TEST_CASE("values are counted with those within others") {
  const AttributeValue list(List{s("a"), AttributeValue(List{s("b")})});
  AttributeMap map;
  map.insert_or_assign("x", list);
  map.insert_or_assign("y", s(""));
  Item item;
  CHECK(count_values(item) == 0);
  item.insert_or_assign("a", n("1"));
  CHECK(count_values(item) == 1);
  item.insert_or_assign("b", AttributeValue(StringSet{
                                 {"a", "bc"}
  }));
  CHECK(count_values(item) == 1 + 3);
  item.insert_or_assign("c", list);
  CHECK(count_values(item) == 1 + 3 + 4);
  item.insert_or_assign("d", AttributeValue(std::move(map)));
  CHECK(count_values(item) == 1 + 3 + 4 + 6);
}

}  // namespace item_size_test
