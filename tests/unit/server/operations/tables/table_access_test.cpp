#include "server/operations/tables/table_access.h"

#include "core/api_error.h"
#include "core/limits.h"
#include "tests/unit/server/operations/tables/music_table.h"

#include <doctest/doctest.h>

namespace table_access_test {

using namespace tests;
using namespace server::operations;

namespace {

core::KeySchema schema() {
  core::KeySchema key;
  key.partition = {
      {"p", core::ScalarType::s}
  };
  key.sort = {
      {"s", core::ScalarType::b}
  };
  return key;
}

core::Item key_of_sizes(std::size_t partition, std::size_t sort) {
  return {
      {"p", core::AttributeValue(std::string(partition, 'p'))},
      {"s",   core::AttributeValue(core::Binary{std::string(sort, 's')})                                          }
  };
}

template <class Check>
std::string error_of(Check check) {
  try {
    check();
  } catch (const core::ApiError& error) {
    return error.message();
  }
  return "";
}

constexpr const char* kMismatch = "The provided key element does not match the schema";
const std::string kInvalid = "One or more parameter values were invalid: ";
const std::string kEmpty =
    "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
    "contain an empty ";

}  // namespace

TEST_CASE("a name or an ARN of the own scope names a table") {
  Engine engine;
  CHECK(table_name_from("Music", engine.scope) == "Music");
  CHECK(table_name_from(kMusicArn, engine.scope) == "Music");
  const std::string other = "arn:aws:dynamodb:eu-west-1:000000000000:table/Music";
  CHECK(error_of([&] { table_name_from(other, engine.scope); }) ==
        "1 validation error detected: Invalid AWS region in '" + other + "'");
}

TEST_CASE("a table that isn't there is named by table operations alone") {
  Engine engine;
  const auto find = [&](auto require, const std::string& name) {
    return error_of([&] { require(engine.services, engine.scope, name); });
  };
  CHECK(find(require_table, "Music") == "Requested resource not found");
  CHECK(find(require_described_table, "Music") ==
        "Requested resource not found: Table: Music not found");
  create_music(engine);
  for (const char* name : {"Music", kMusicArn}) {
    CHECK(find(require_table, name) == "");
    CHECK(find(require_described_table, name) == "");
  }
}

TEST_CASE("a key is as long as AWS lets it be") {
  const std::string long_partition =
      kInvalid + "Size of hashkey has exceeded the maximum size limit of2048 bytes";
  const std::string long_sort =
      kInvalid + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes";
  struct Case {
    core::Item key;
    std::string error;
  };
  const Case cases[] = {
      {key_of_sizes(2048, 1024), ""                             },
      {key_of_sizes(2049, 1024), long_partition                 },
      {key_of_sizes(2048, 1025), long_sort                      },
      {key_of_sizes(0,    1),    kEmpty + "string value. Key: p"},
      {key_of_sizes(1,    0),    kEmpty + "binary value. Key: s"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.error);
    CHECK(error_of([&] { check_key(schema(), c.key); }) == c.error);
    CHECK(error_of([&] { check_item_key(schema(), c.key); }) == c.error);
  }
  const auto value_error = [](std::size_t size, KeyPart part) {
    return error_of([&] {
      check_key_value(schema().partition[0], core::AttributeValue(std::string(size, 'x')), part);
    });
  };
  CHECK(value_error(2048, KeyPart::partition) == "");
  CHECK(value_error(2049, KeyPart::partition) == long_partition);
  CHECK(value_error(1024, KeyPart::sort) == "");
  CHECK(value_error(1025, KeyPart::sort) == long_sort);
  CHECK(value_error(0, KeyPart::sort) == kEmpty + "string value. Key: p");
}

TEST_CASE("a key is the schema's attributes, of their types, and an item may have more") {
  core::Item more = key_of_sizes(1, 1);
  more.insert_or_assign("v", core::AttributeValue(std::string("v")));
  core::Item mistyped = key_of_sizes(1, 1);
  mistyped.insert_or_assign("s", core::AttributeValue(std::string("s")));
  const core::Item less{
      {"p", core::AttributeValue(std::string("x"))}
  };
  for (const core::Item& key : {more, mistyped, less}) {
    CHECK(error_of([&] { check_key(schema(), key); }) == kMismatch);
  }
  CHECK(error_of([&] { check_item_key(schema(), more); }) == "");
  CHECK(error_of([&] { check_item_key(schema(), mistyped); }) ==
        kInvalid + "Type mismatch for key s expected: B actual: S");
  CHECK(error_of([&] { check_item_key(schema(), less); }) ==
        kInvalid + "Missing the key s in the item");
  CHECK(error_of([&] {
          check_key_value(schema().sort[0], core::AttributeValue(std::string("s")), KeyPart::sort);
        }) == kMismatch);
}

TEST_CASE("a transaction looks for empty keys of the right type alone") {
  const auto error = [](const core::Item& item) {
    return error_of([&] { check_no_empty_key(schema(), item); });
  };
  CHECK(error({}) == "");
  CHECK(error(key_of_sizes(1, 1)) == "");
  CHECK(error(key_of_sizes(1, 0)) == kEmpty + "binary value. Key: s");
  const core::Item mistyped{
      {"s", core::AttributeValue(std::string(""))}
  };
  CHECK(error(mistyped) == "");
}

TEST_CASE("a key's names begin with the partition's") {
  CHECK(key_names(schema()) == std::vector<std::string>{"p", "s"});
}

}  // namespace table_access_test
