#include "server/operations/items/collection_metrics.h"

#include <doctest/doctest.h>

#include <string>

namespace collection_metrics_test {

using server::operations::CollectionMetrics;

namespace {

core::TableDefinition table(const std::string& name, bool global) {
  core::TableDefinition table;
  table.name = core::TableName(name);
  table.key.partition = {
      {"p", core::ScalarType::s}
  };
  core::IndexDefinition index;
  index.name = core::IndexName("index");
  index.global = global;
  table.indexes.push_back(index);
  return table;
}

core::Item item(const char* partition, const char* sort) {
  return {
      {"p", core::AttributeValue(std::string(partition))},
      {"s", core::AttributeValue(std::string(sort))     }
  };
}

std::string text(const CollectionMetrics& metrics) {
  core::json::Writer writer;
  metrics.write(writer);
  return writer.take();
}

}  // namespace

TEST_CASE("only a table with a local index has item collections") {
  CollectionMetrics metrics;
  metrics.add(table("global", true), item("x", "1"));
  CHECK(metrics.empty());
  CHECK(text(metrics) == "{}");
  metrics.add(table("local", false), item("x", "1"));
  CHECK_FALSE(metrics.empty());
}

TEST_CASE("each collection comes once, by table, in the order in which it was written") {
  CollectionMetrics metrics;
  metrics.add(table("bbb", false), item("y", "1"));
  metrics.add(table("bbb", false), item("x", "1"));
  metrics.add(table("bbb", false), item("y", "2"));
  metrics.add(table("aaa", false), item("x", "1"));
  CHECK(text(metrics) ==
        R"({"aaa":[{"ItemCollectionKey":{"p":{"S":"x"}},"SizeEstimateRangeGB":[0.0,1.0]}],)"
        R"("bbb":[{"ItemCollectionKey":{"p":{"S":"y"}},"SizeEstimateRangeGB":[0.0,1.0]},)"
        R"({"ItemCollectionKey":{"p":{"S":"x"}},"SizeEstimateRangeGB":[0.0,1.0]}]})");
}

}  // namespace collection_metrics_test
