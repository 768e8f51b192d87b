#include "server/operations/items/read_source.h"

#include "storage/item_codec.h"
#include "tests/unit/server/operations/items/read_fixture.h"

#include <doctest/doctest.h>

namespace tests::read_source_test {
namespace {

using server::operations::ReadSource;

using Names = std::vector<std::string>;

ReadSource source(Engine& engine, const char* index = nullptr) {
  storage::Table& table = *engine.catalog.find(engine.scope, "reads");
  return {table, index ? table.find_index(index) : nullptr};
}

}  // namespace

TEST_CASE("a table holds whole items, an index what it projects") {
  Engine engine;
  create_read_table(engine);
  CHECK(source(engine).whole());
  CHECK(source(engine, "whole").whole());
  CHECK_FALSE(source(engine, "local").whole());
  CHECK_FALSE(source(engine, "global").whole());
  CHECK(source(engine).projects("other"));
  CHECK(source(engine, "whole").projects("other"));
  for (const char* name : {"p", "s", "g", "i"}) CHECK(source(engine, "global").projects(name));
  for (const char* name : {"l", "other"}) CHECK_FALSE(source(engine, "global").projects(name));
  CHECK_FALSE(source(engine, "local").projects("i"));
}

TEST_CASE("only a global index is global") {
  Engine engine;
  create_read_table(engine);
  CHECK_FALSE(source(engine).global());
  CHECK_FALSE(source(engine, "local").global());
  CHECK(source(engine, "global").global());
}

TEST_CASE("a position is the table's key, then what the index adds") {
  Engine engine;
  create_read_table(engine);
  CHECK(position_names(source(engine)) == Names{"p", "s"});
  CHECK(position_names(source(engine, "local")) == Names{"p", "s", "l"});
  CHECK(position_names(source(engine, "wide")) == Names{"p", "s", "h", "r1", "r2"});
  const core::Item item{
      {"p", core::AttributeValue(std::string("x"))},
      {"s", core::AttributeValue(std::string("a"))},
      {"l", core::AttributeValue(std::string("k"))},
      {"v", core::AttributeValue(std::string("v"))}
  };
  CHECK(position_of(source(engine, "local"), storage::encode_item(item)) ==
        core::Item{
            {"p", core::AttributeValue(std::string("x"))},
            {"s", core::AttributeValue(std::string("a"))},
            {"l", core::AttributeValue(std::string("k"))}
  });
  const std::string in_table = encode_position(source(engine), item);
  const std::string in_index = encode_position(source(engine, "local"), item);
  CHECK(in_table != in_index);
  core::Item other = item;
  other.insert_or_assign("l", core::AttributeValue(std::string("kk")));
  CHECK(encode_position(source(engine), other) == in_table);
  CHECK(encode_position(source(engine, "local"), other) > in_index);
}

TEST_CASE("a source is there, and consistent only where it can be") {
  Engine engine;
  create_read_table(engine);
  struct Case {
    const char* members;
    const char* error;
  };
  // clang-format off
  const Case cases[] = {
      {R"("TableName": "gone")", "ResourceNotFoundException: Requested resource not found"},
      {R"("TableName": "reads", "IndexName": "gone")",
       "ValidationException: The table does not have the specified index: gone"},
      {R"("TableName": "reads", "IndexName": "global", "ConsistentRead": true)",
       "ValidationException: Consistent reads are not supported on global secondary indexes"},
      {R"("TableName": "reads", "IndexName": "global", "ConsistentRead": false)", ""},
      {R"("TableName": "reads", "IndexName": "local", "ConsistentRead": true)", ""},
      {R"("TableName": "reads", "ConsistentRead": true)", ""},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.members);
    CHECK(engine.error("Scan", std::string("{") + c.members + "}") == c.error);
  }
}

}  // namespace tests::read_source_test
