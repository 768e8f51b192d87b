#include "storage/expiry_table.h"

#include "storage/item_codec.h"

#include <doctest/doctest.h>

#include <vector>

namespace expiry_table_test {

namespace {

using core::AttributeValue;
using core::Number;
using storage::ExpiryEntry;

std::optional<std::int64_t> second_of(const char* number) {
  return storage::expiry_second(storage::encode_item({
                                    {"ttl", AttributeValue(Number::parse(number))}
  }),
                                "ttl");
}

}  // namespace

TEST_CASE("an item's second is its number, rounded down") {
  struct Case {
    const char* number;
    std::optional<std::int64_t> second;
  };
  const Case cases[] = {
      {"0",                0             },
      {"1700000000",       1'700'000'000 },
      {"1700000000.9999",  1'700'000'000 },
      {"0.5",              0             },
      {"-0.5",             -1            },
      {"-2.00",            -2            },
      {"-2.01",            -3            },
      {"1e12",             1000000000000 },
      {"-1e12",            -1000000000000},
      {"1000000000000.1",  std::nullopt  },
      {"-1000000000000.1", std::nullopt  },
      {"1e125",            std::nullopt  },
      {"1e-130",           0             },
  };
  for (const Case& c : cases) {
    CAPTURE(c.number);
    CHECK(second_of(c.number) == c.second);
  }
}

TEST_CASE("an item without a number there never expires") {
  CHECK_FALSE(storage::expiry_second(storage::encode_item({
                                         {"other", AttributeValue(Number(1))}
  }),
                                     "ttl"));
}

TEST_CASE("entries come in order, from a place on and before a second") {
  auto database = storage::sqlite::Connection::in_memory();
  storage::ExpiryTable::create(database, 7);
  storage::ExpiryTable table(database, 7);
  for (const ExpiryEntry& entry : {
           ExpiryEntry{20, 1},
           ExpiryEntry{10, 2},
           ExpiryEntry{10, 3},
           ExpiryEntry{30, 4}
  }) {
    table.insert(entry);
  }
  const auto rows = [&](const ExpiryEntry& first, std::int64_t second) {
    std::vector<std::int64_t> found;
    table.scan(first, second, [&](const ExpiryEntry& entry) {
      found.push_back(entry.row);
      return true;
    });
    return found;
  };
  using Rows = std::vector<std::int64_t>;
  CHECK(rows({INT64_MIN, 0}, 31) == Rows{2, 3, 1, 4});
  CHECK(rows({10, 3}, 30) == Rows{3, 1});
  CHECK(rows({10, 4}, 20) == Rows{});
  table.erase({10, 3});
  CHECK(rows({10, 0}, 21) == Rows{2, 1});
}

}  // namespace expiry_table_test
