#include "storage/item_codec.h"

#include "core/item_size.h"
#include "core/json/attribute_value_json.h"
#include "tests/support/random_values.h"

#include <doctest/doctest.h>

#include <set>
#include <utility>

namespace item_codec_test {

TEST_CASE("a stored item reads back as it was") {
  tests::RandomValues random(4);
  for (int i = 0; i < 2'000; ++i) {
    const core::Item item = random.item(6);
    REQUIRE(storage::decode_item(storage::encode_item(item)) == item);
  }
}

TEST_CASE("a stored item knows its size") {
  tests::RandomValues random(5);
  for (int i = 0; i < 500; ++i) {
    const core::Item item = random.item(6);
    REQUIRE(storage::stored_size_bytes(storage::encode_item(item)) == core::item_size_bytes(item));
  }
}

TEST_CASE("a stored item is written as JSON as its tree would be") {
  tests::RandomValues random(6);
  for (int i = 0; i < 500; ++i) {
    const core::Item item = random.item(6);
    core::json::Writer tree;
    core::json::write_item(tree, item);
    core::json::Writer stored;
    storage::write_stored_item(stored, storage::encode_item(item));
    REQUIRE(stored.take() == tree.take());
  }
}

TEST_CASE("equal items have equal bytes, whatever order and spelling they came in") {
  const auto stored = [](std::string json) {
    const auto document = core::json::Document::parse(std::move(json));
    return storage::encode_item(core::json::read_item(document.root()));
  };
  CHECK(stored(R"({"b":{"N":"1.0"},"a":{"SS":["y","x"]}})") ==
        stored(R"({"a":{"SS":["x","y"]},"b":{"N":"1"}})"));
  CHECK(stored(R"({"a":{"N":"1"}})") != stored(R"({"a":{"S":"1"}})"));
}

TEST_CASE("some attributes of a stored item are those of the whole item") {
  tests::RandomValues random(11);
  for (int i = 0; i < 500; ++i) {
    const core::Item item = random.item(6);
    std::set<std::string_view> names = {"", "\xff"};
    core::Item expected;
    bool wanted = false;
    for (const core::Attribute& attribute : item) {
      if (!std::exchange(wanted, !wanted)) continue;
      names.insert(attribute.name);
      expected.insert_or_assign(attribute.name, attribute.value);
    }
    REQUIRE(storage::decode_attributes(storage::encode_item(item), names) == expected);
    REQUIRE(storage::decode_attributes(storage::encode_item(item), {}).empty());
  }
}

TEST_CASE("the values of a stored item are counted, those within others, too") {
  const auto count = [](std::string json) {
    const auto document = core::json::Document::parse(std::move(json));
    return storage::count_stored_values(
        storage::encode_item(core::json::read_item(document.root())));
  };
  CHECK(count("{}") == 0);
  CHECK(count(R"({"a":{"S":"x"},"b":{"N":"1"},"c":{"B":"aGk="}})") == 3);
  CHECK(count(R"({"a":{"BOOL":true},"b":{"NULL":true}})") == 2);
  CHECK(count(R"({"a":{"SS":["x","y"]},"b":{"NS":["1"]},"c":{"BS":["aGk="]}})") == 7);
  CHECK(count(R"({"a":{"L":[{"S":""},{"M":{"b":{"L":[]},"c":{"N":"5"}}}]},"z":{"S":"end"}})") == 6);
}

TEST_CASE("a number is found in a stored item behind attributes of all types") {
  tests::RandomValues random(7);
  for (int i = 0; i < 500; ++i) {
    core::Item item = random.item(6);
    const std::string stored = storage::encode_item(item);
    for (const core::Attribute& attribute : item) {
      const auto* number = attribute.value.get_if<core::Number>();
      const auto found = storage::find_stored_number(stored, attribute.name);
      REQUIRE(found.has_value() == (number != nullptr));
      if (number) REQUIRE(*found == number->text());
    }
    CHECK_FALSE(storage::find_stored_number(stored, ""));
    CHECK_FALSE(storage::find_stored_number(stored, "\xff"));
  }
}

}  // namespace item_codec_test
