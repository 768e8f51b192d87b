#include "server/operations/items/consumed_capacity.h"

#include "core/item_size.h"

#include <doctest/doctest.h>

#include <string>

namespace consumed_capacity_test {

using namespace server::operations;

namespace {

core::IndexDefinition index_named(const std::string& name, bool global) {
  core::IndexDefinition index;
  index.name = core::IndexName(name);
  index.global = global;
  index.key.partition = {
      {"g", core::ScalarType::s}
  };
  return index;
}

core::TableDefinition table() {
  core::TableDefinition table;
  table.key.partition = {
      {"p", core::ScalarType::s}
  };
  table.indexes = {index_named("by g", true)};
  return table;
}

// An item of so many bytes, with the index's key when it is given one.
core::Item item(std::size_t bytes, const std::string& g = "") {
  core::Item item{
      {"p", core::AttributeValue(std::string("x"))}
  };
  if (!g.empty()) item.insert_or_assign("g", core::AttributeValue(g));
  item.insert_or_assign(
      "v", core::AttributeValue(std::string(bytes - core::item_size_bytes(item) - 1, 'v')));
  return item;
}

storage::WriteResult result(std::optional<core::Item> before, std::optional<core::Item> after) {
  storage::WriteResult result;
  result.previous_size_bytes = before ? core::item_size_bytes(*before) : 0;
  result.current_size_bytes = after ? core::item_size_bytes(*after) : 0;
  result.previous = std::move(before);
  result.current = std::move(after);
  return result;
}

std::string text(const ConsumedCapacity& capacity, CapacityDetail detail,
                 std::optional<CapacityKind> kind = std::nullopt) {
  core::json::Writer writer;
  write_consumed_capacity(writer, core::TableName("aaa"), capacity, detail, kind);
  return writer.take();
}

}  // namespace

TEST_CASE("a unit is 4 KB to read and 1 KB to write, begun ones whole, and one at least") {
  CHECK(read_units(0, true) == 1);
  CHECK(read_units(4096, true) == 1);
  CHECK(read_units(4097, true) == 2);
  CHECK(read_units(0, false) == 0.5);
  CHECK(read_units(4096, false) == 0.5);
  CHECK(read_units(4097, false) == 1);
  CHECK(write_units(0) == 1);
  CHECK(write_units(1024) == 1);
  CHECK(write_units(1025) == 2);
}

TEST_CASE("what is consumed is told when it is asked for") {
  struct Case {
    const char* body;
    CapacityDetail detail;
  };
  const Case cases[] = {
      {"{}",                                      CapacityDetail::none   },
      {R"({"ReturnConsumedCapacity":"NONE"})",    CapacityDetail::none   },
      {R"({"ReturnConsumedCapacity":"TOTAL"})",   CapacityDetail::total  },
      {R"({"ReturnConsumedCapacity":"INDEXES"})", CapacityDetail::indexes},
  };
  for (const Case& c : cases) {
    CAPTURE(c.body);
    const auto document = core::json::Document::parse(c.body);
    CHECK(capacity_detail(document.root().object()) == c.detail);
  }
}

TEST_CASE("a write costs the larger of both items, and what it changes of an index") {
  struct Case {
    const char* name;
    std::optional<core::Item> before;
    std::optional<core::Item> after;
    double table_units;
    double index_units;
  };
  const Case cases[] = {
      {"new, not in the index", std::nullopt,    item(1024),  1,                                           0},
      {"new, in the index",     std::nullopt,    item(1025,   "a"),                                        2,2},
      {"gone",                       item(2049,                                 "a"),             std::nullopt,                    3,3},
      {"grown",                      item(100,                                     "a"),                                          item(1025,                                                        "a"),                     2, 2},
      {"shrunk",                   item(1025,                                 "a"),                                           item(100,                               "a"),2, 2},
      {"unchanged",                   item(1025,"a"),item(1025,"a"),2, 0},
      {"moved in the index",             item(1025, "a"),               item(100,                                                                                           "b"), 2, 3},
      {"left the index",                      item(1025,                                     "a"),                             item(100),                                                   2,2},
      {"never there",                   std::nullopt,                                 std::nullopt,                                           1,0},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const ConsumedCapacity cost = write_cost(table(), result(c.before, c.after));
    CHECK(cost.table == c.table_units);
    CHECK(cost.total() == c.table_units + c.index_units);
    CHECK(cost.global.size() == (c.index_units > 0 ? 1 : 0));
  }
}

TEST_CASE("an index that holds a part of the item costs what is written of that part") {
  core::TableDefinition part = table();
  part.indexes.push_back(index_named("keys", true));
  part.indexes.back().projection = core::ProjectionType::keys_only;
  part.indexes.push_back(index_named("some", true));
  part.indexes.back().projection = core::ProjectionType::include;
  part.indexes.back().non_key_attributes = {"w"};
  const auto with_w = [](core::Item of, std::size_t bytes) {
    of.insert_or_assign("w", core::AttributeValue(std::string(bytes, 'w')));
    return of;
  };
  const auto global = [&](core::Item before, core::Item after) {
    return write_cost(part, result(std::move(before), std::move(after))).global;
  };
  using Units = std::map<std::string, double>;
  CHECK(global(item(1500, "a"), item(1600, "a")) == Units{
                                                        {"by g", 2}
  });
  CHECK(global(item(1500, "a"), with_w(item(1500, "a"), 3000)) == Units{
                                                                      {"by g", 5},
                                                                      {"some", 3}
  });
  CHECK(global(with_w(item(1500, "a"), 3000), with_w(item(1600, "b"), 10)) ==
        Units{
            {"by g", 7},
            {"keys", 2},
            {"some", 4}
  });
  CHECK(global(item(1500, "a"), item(1500)) == Units{
                                                   {"by g", 2},
                                                   {"keys", 1},
                                                   {"some", 1}
  });
  CHECK(global(item(1500, "a"), item(1500, "a")).empty());
}

TEST_CASE("a condition that failed costs nothing of an index") {
  auto failed = result(item(1025, "a"), item(100, "b"));
  failed.condition_failed = true;
  const ConsumedCapacity cost = write_cost(table(), failed);
  CHECK(cost.table == 2);
  CHECK(cost.total() == 2);
}

TEST_CASE("units add up and multiply, of the table and of each index") {
  ConsumedCapacity sum;
  sum.table = 1;
  sum.add(index_named("l", false), 2);
  sum.add(index_named("g", true), 3);
  sum.add(index_named("unused", true), 0);
  ConsumedCapacity other = sum;
  other.add(index_named("h", true), 10);
  sum.add(other);
  sum.multiply(2);
  CHECK(sum.table == 4);
  CHECK(sum.local == std::map<std::string, double>{
                         {"l", 8}
  });
  CHECK(sum.global == std::map<std::string, double>{
                          {"g", 12},
                          {"h", 20}
  });
  CHECK(sum.total() == 44);
}

TEST_CASE("consumed units are written as far as they are asked for") {
  ConsumedCapacity capacity;
  capacity.table = 1.5;
  CHECK(text(capacity, CapacityDetail::total) == R"({"TableName":"aaa","CapacityUnits":1.5})");
  CHECK(text(capacity, CapacityDetail::indexes) ==
        R"({"TableName":"aaa","CapacityUnits":1.5,"Table":{"CapacityUnits":1.5}})");
  capacity.local["l"] = 2;
  capacity.global["g"] = 3;
  CHECK(text(capacity, CapacityDetail::total, CapacityKind::read) ==
        R"({"TableName":"aaa","ReadCapacityUnits":6.5,"CapacityUnits":6.5})");
  CHECK(text(capacity, CapacityDetail::indexes, CapacityKind::write) ==
        R"({"TableName":"aaa","WriteCapacityUnits":6.5,"CapacityUnits":6.5,)"
        R"("Table":{"WriteCapacityUnits":1.5,"CapacityUnits":1.5},)"
        R"("LocalSecondaryIndexes":{"l":{"WriteCapacityUnits":2.0,"CapacityUnits":2.0}},)"
        R"("GlobalSecondaryIndexes":{"g":{"WriteCapacityUnits":3.0,"CapacityUnits":3.0}}})");
}

}  // namespace consumed_capacity_test
