#include "core/index_keys.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

#include <string>

namespace index_keys_test {

using namespace core;  // NOLINT(google-build-using-namespace): the whole data model is under test

namespace {

IndexDefinition index(const std::string& name, std::vector<AttributeDefinition> partition,
                      std::vector<AttributeDefinition> sort = {}) {
  IndexDefinition definition;
  definition.name = IndexName(name);
  definition.key.partition = std::move(partition);
  definition.key.sort = std::move(sort);
  return definition;
}

// Local indexes first, as in a table's definition: here behind the global one's name.
TableDefinition table() {
  TableDefinition definition;
  definition.indexes = {
      index("local", {{"p", ScalarType::s}},
       {{"l", ScalarType::s}}
       ),
      index("again", {{"l", ScalarType::s}}
       ),
      index("bytes", {{"b", ScalarType::b}},
       {{"n", ScalarType::n}}
       ),
  };
  return definition;
}

Item item(const std::string& name, AttributeValue value) {
  Item made;
  made.insert_or_assign("p", AttributeValue(std::string("x")));
  made.insert_or_assign(name, std::move(value));
  return made;
}

template <class Check>
std::string error_of(Check check, const Item& item) {
  try {
    check(table(), item);
  } catch (const ApiError& error) {
    return error.message();
  }
  return "";
}

const std::string kInvalid = "One or more parameter values were invalid: ";

AttributeValue text(std::size_t bytes) {
  return AttributeValue(std::string(bytes, 'x'));
}

}  // namespace

TEST_CASE("the first index by name is the one that a text names") {
  CHECK(error_of(check_index_keys, item("l", AttributeValue(Number(5)))) ==
        kInvalid + "Type mismatch for Index Key l Expected: S Actual: N IndexName: again");
  CHECK(error_of(check_index_keys, item("l", text(0))) ==
        "One or more parameter values are not valid. A value specified for a secondary index key "
        "is not supported. The AttributeValue for a key attribute cannot contain an empty string "
        "value. IndexName: again, IndexKey: l");
  CHECK(error_of(check_no_empty_index_key, item("b", AttributeValue(Binary{""}))) ==
        "One or more parameter values are not valid. A value specified for a secondary index key "
        "is not supported. The AttributeValue for a key attribute cannot contain an empty binary "
        "value. IndexName: bytes, IndexKey: b");
}

TEST_CASE("an attribute that isn't there, or fits, is no fault") {
  CHECK(error_of(check_index_keys, item("q", AttributeValue(true))).empty());
  CHECK(error_of(check_index_keys, item("n", AttributeValue(Number(5)))).empty());
  CHECK(error_of(check_index_keys, item("l", text(1024))).empty());
  CHECK(error_of(check_no_empty_index_key, item("l", AttributeValue(Number(5)))).empty());
}

TEST_CASE("an index key has a size that a key may have") {
  CHECK(error_of(check_index_keys, item("b", AttributeValue(Binary{std::string(2048, 'x')})))
            .empty());
  CHECK(error_of(check_index_keys, item("b", AttributeValue(Binary{std::string(2049, 'x')}))) ==
        kInvalid + "Size of hashkey has exceeded the maximum size limit of2048 bytes");
  CHECK(error_of(check_index_keys, item("l", text(1025))) ==
        kInvalid + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
}

TEST_CASE("what only the item tells is refused in other words") {
  CHECK(error_of(check_updated_index_keys, item("l", AttributeValue(Number(5)))) ==
        "The update expression attempted to update the secondary index key to unsupported type");
  CHECK(error_of(check_updated_index_keys, item("l", text(3))).empty());
}

}  // namespace index_keys_test
