#include "server/operations/partiql/found_item.h"

#include "server/operations/tables/table_access.h"
#include "storage/key_codec.h"
#include "tests/unit/server/operations/partiql/partiql_fixture.h"

#include <doctest/doctest.h>

namespace tests::found_item_test {

using namespace server::operations;

TEST_CASE("a found item is shown whole or by columns, and what isn't there not at all") {
  StatementEngine engine;
  engine.put(R"({"p": {"S": "a"}, "s": {"S": "1"}, "m": {"M": {"n": {"N": "5"}}}})");
  storage::Table& table = require_table(engine.services, engine.scope, "ttt");
  const auto shown = [&](const char* sort, std::optional<core::partiql::Columns> columns) {
    const core::Item key{
        {"p", core::AttributeValue(std::string("a")) },
        {"s", core::AttributeValue(std::string(sort))}
    };
    const FoundItem found =
        find_item(table, storage::encode_key(table.definition.key, key), std::move(columns));
    core::json::Writer writer;
    write_item_member(writer.begin_object(), found);
    return writer.end_object().take() + " " + std::to_string(found.size_bytes());
  };
  core::partiql::Columns columns;
  columns.names = {"n"};
  columns.projection.paths = {
      {"m", {std::string("n")}}
  };
  CHECK(shown("1", std::nullopt) ==
        R"({"Item":{"m":{"M":{"n":{"N":"5"}}},"p":{"S":"a"},"s":{"S":"1"}}} 12)");
  CHECK(shown("1", columns) == R"({"Item":{"n":{"N":"5"}}} 12)");
  CHECK(shown("2", std::nullopt) == "{} 0");
  CHECK(shown("2", columns) == "{} 0");
}

}  // namespace tests::found_item_test
