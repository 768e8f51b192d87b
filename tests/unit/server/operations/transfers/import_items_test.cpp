#include "server/operations/transfers/import_items.h"

#include "core/api_error.h"
#include "core/json/value.h"
#include "core/json/writer.h"
#include "storage/item_codec.h"
#include "storage/key_codec.h"

#include <doctest/doctest.h>

namespace import_items_test {

using namespace server::operations;

namespace {

// The key (id S, n N), an index with the key b (B).
core::TableDefinition table() {
  core::TableDefinition definition;
  definition.key.partition = {
      {"id", core::ScalarType::s}
  };
  definition.key.sort = {
      {"n", core::ScalarType::n}
  };
  core::IndexDefinition index;
  index.name = core::IndexName("ByB");
  index.key.partition = {
      {"b", core::ScalarType::b}
  };
  definition.indexes = {index};
  definition.attributes = {
      {"id", core::ScalarType::s},
      {"n",  core::ScalarType::n},
      {"b",  core::ScalarType::b}
  };
  return definition;
}

std::string text_of(const ImportedItem& imported) {
  core::json::Writer writer;
  storage::write_stored_item(writer, imported.item);
  CHECK(imported.key == storage::encode_key(table().key, storage::decode_item(imported.item)));
  return writer.take();
}

template <class Make>
std::string text_or_error(Make make) {
  try {
    return text_of(make());
  } catch (const core::ApiError& error) {
    return error.message();
  }
}

std::string from_line(const std::string& line) {
  return text_or_error([&] { return item_of_line(line, table()); });
}

std::string from_row(const std::vector<std::string>& fields, bool well_formed = true) {
  const std::vector<std::string> header{"id", "n", "b", "text"};
  return text_or_error([&] { return item_of_row({fields, well_formed}, header, table()); });
}

}  // namespace

TEST_CASE("a line's Item is an item") {
  CHECK(from_line(R"({"Item":{"id":{"S":"a"},"n":{"N":"01.50"},"x":{"L":[{"BOOL":true}]}}})") ==
        R"({"id":{"S":"a"},"n":{"N":"1.5"},"x":{"L":[{"BOOL":true}]}})");
}

TEST_CASE("a line that the table can't have is refused as PutItem refuses it") {
  CHECK(from_line(R"({"Item":{"id":{"S":"a"}}})") ==
        "One or more parameter values were invalid: Missing the key n in the item");
  CHECK(from_line(R"({"Item":{"id":{"S":"a"},"n":{"S":"1"}}})") ==
        "One or more parameter values were invalid: Type mismatch for key n expected: N actual: S");
  CHECK(from_line(R"({"Item":{"id":{"S":"a"},"n":{"N":"1"},"b":{"S":"x"}}})") ==
        "One or more parameter values were invalid: Type mismatch for Index Key b Expected: B "
        "Actual: S IndexName: ByB");
  CHECK(from_line(R"({"Item":{"id":{"S":"a"},"n":{"N":"1"},"x":{"S":")" +
                  std::string(400 * 1024, 'x') + R"("}}})") ==
        "Item size has exceeded the maximum allowed size");
  CHECK(from_line(R"({"Keys":{"id":{"S":"a"}}})") == "A line of DynamoDB JSON must have an Item");
  CHECK_THROWS_AS(item_of_line("garbage", table()), core::json::ParseError);
}

TEST_CASE("a row's fields are strings, but for those of keys") {
  CHECK(from_row({"7", "1.50", "AQI=", "12"}) ==
        R"({"b":{"B":"AQI="},"id":{"S":"7"},"n":{"N":"1.5"},"text":{"S":"12"}})");
  CHECK(from_row({"7", "1", "AQI="}) == R"({"b":{"B":"AQI="},"id":{"S":"7"},"n":{"N":"1"}})");
}

TEST_CASE("of a column that comes twice, the last one counts") {
  const std::vector<std::string> header{"x", "n", "x", "id", "x"};
  const auto from = [&](std::vector<std::string> fields) {
    return text_or_error([&] { return item_of_row({std::move(fields)}, header, table()); });
  };
  CHECK(from({"1", "7", "2", "a", "3"}) == R"({"id":{"S":"a"},"n":{"N":"7"},"x":{"S":"3"}})");
  CHECK(from({"1", "7", "2", "a"}) == R"({"id":{"S":"a"},"n":{"N":"7"},"x":{"S":"2"}})");
}

TEST_CASE("a row that the table can't have is refused") {
  CHECK(from_row({"a", "x", "AQI="}) == "The parameter cannot be converted to a numeric value: x");
  CHECK(from_row({"a", "1", "?"}) == "A binary value of a CSV file must be base64");
  CHECK(from_row({"a", "1", "AQI=", "", ""}) == "The row has 5 fields, its header 4");
  CHECK(from_row({"", "1", "AQI="}) ==
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
        "contain an empty string value. Key: id");
  CHECK(from_row({"a", "1", "AQI=", "\xff"}) == "A CSV file must be UTF-8");
  CHECK(from_row({"a", "1", "AQI=", "\""}, false) ==
        "Double quotes of a CSV file must be escaped by another one, in a field in double quotes");
}

}  // namespace import_items_test
