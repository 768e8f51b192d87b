#include "server/operations/items/capacity_list.h"

#include <doctest/doctest.h>

#include <string>

namespace capacity_list_test {

using namespace server::operations;

namespace {

std::string text(const CapacityList& list, CapacityDetail detail,
                 std::optional<CapacityKind> kind = std::nullopt) {
  core::json::Writer writer;
  list.write(writer, detail, kind);
  return writer.take();
}

ConsumedCapacity units(double table, double global = 0) {
  ConsumedCapacity capacity;
  capacity.table = table;
  if (global > 0) capacity.global["g"] = global;
  return capacity;
}

}  // namespace

TEST_CASE("each table has one entry, where it first came") {
  CapacityList list;
  CHECK(text(list, CapacityDetail::total) == "[]");
  list.add(core::TableName("zzz"), units(1));
  list.add(core::TableName("aaa"), units(0.5));
  list.add(core::TableName("zzz"), units(2));
  CHECK(text(list, CapacityDetail::total) ==
        R"([{"TableName":"zzz","CapacityUnits":3.0},{"TableName":"aaa","CapacityUnits":0.5}])");
}

TEST_CASE("entries tell indexes and the units of transactions when they are to") {
  CapacityList list;
  list.add(core::TableName("aaa"), units(1, 2));
  list.add(core::TableName("aaa"), units(1, 3));
  CHECK(text(list, CapacityDetail::indexes) ==
        R"([{"TableName":"aaa","CapacityUnits":7.0,"Table":{"CapacityUnits":2.0},)"
        R"("GlobalSecondaryIndexes":{"g":{"CapacityUnits":5.0}}}])");
  CHECK(text(list, CapacityDetail::total, CapacityKind::read) ==
        R"([{"TableName":"aaa","ReadCapacityUnits":7.0,"CapacityUnits":7.0}])");
}

}  // namespace capacity_list_test
