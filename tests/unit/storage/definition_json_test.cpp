#include "storage/definition_json.h"

#include <doctest/doctest.h>

#include <chrono>

namespace definition_json_test {

using namespace core;
using namespace std::chrono_literals;

namespace {

TableDefinition full_definition() {
  TableDefinition table;
  table.created_at = WallTime{1000ms};
  table.attributes = {
      {"pk", ScalarType::s},
      {"g",  ScalarType::b}
  };
  table.key = {{{"pk", ScalarType::s}}, {{"sk", ScalarType::n}}};
  IndexDefinition index;
  index.name = IndexName("G");
  index.number = 3;
  index.key = {
      {{"g", ScalarType::b}, {"h", ScalarType::s}},
      {{"r", ScalarType::n}                   }
  };
  index.projection = ProjectionType::include;
  index.non_key_attributes = {"x", "y"};
  index.throughput.units = {5, 6};
  index.on_demand = Throughput{-1, 8};
  index.warm = Throughput{9, 10};
  table.indexes = {index};
  table.last_deleted_index = 4;
  table.billing = BillingMode::pay_per_request;
  table.billing_stated = true;
  table.pay_per_request_since = WallTime{2000ms};
  table.throughput = {
      {1, 2},
      WallTime{3000ms},
      WallTime{4000ms},
      2
  };
  table.on_demand = Throughput{3, -1};
  table.warm = Throughput{12000, 4000};
  table.stream = StreamSettings{false, StreamViewType::new_image, StreamLabel("label")};
  table.time_to_live_attribute = "ttl";
  table.recovery = PointInTimeRecovery{WallTime{5000ms}, 7};
  table.table_class = "STANDARD_INFREQUENT_ACCESS";
  table.sse_json = R"({"Status":"ENABLED"})";
  table.deletion_protection = true;
  table.tags = {
      {"key", "value"}
  };
  table.attachments.policies["label"] = {R"({"Statement":[]})", 17};
  table.attachments.insights["G"] = {true, true, WallTime{6000ms}, 18};
  table.attachments.destinations = {
      {"arn:kinesis", StreamingDestination::Change::update, WallTime{7000ms}, "MICROSECOND"}
  };
  table.restored_from = RestoreOrigin{"arn:backup", "arn:table", WallTime{8000ms}};
  return table;
}

}  // namespace

// Its text has every member, so what one of the two functions forgets shows as a difference.
TEST_CASE("a definition that was stored and read is stored the same again") {
  for (const TableDefinition& table : {full_definition(), TableDefinition{}}) {
    const std::string json = storage::definition_to_json(table);
    CHECK(storage::definition_to_json(storage::definition_from_json(json)) == json);
  }
}

TEST_CASE("what was stored is what is read") {
  const TableDefinition table =
      storage::definition_from_json(storage::definition_to_json(full_definition()));
  const TableDefinition full = full_definition();
  CHECK(table.created_at == full.created_at);
  CHECK(table.attributes == full.attributes);
  CHECK(table.key == full.key);
  REQUIRE(table.indexes.size() == 1);
  CHECK(table.indexes[0].name == full.indexes[0].name);
  CHECK(table.indexes[0].number == 3);
  CHECK(table.last_deleted_index == 4);
  CHECK(table.indexes[0].global);
  CHECK(table.indexes[0].key == full.indexes[0].key);
  CHECK(table.indexes[0].projection == ProjectionType::include);
  CHECK(table.indexes[0].non_key_attributes == full.indexes[0].non_key_attributes);
  CHECK(table.indexes[0].throughput.units == Throughput{5, 6});
  CHECK(table.indexes[0].on_demand == Throughput{-1, 8});
  CHECK(table.indexes[0].warm == Throughput{9, 10});
  CHECK(table.billing == BillingMode::pay_per_request);
  CHECK(table.billing_stated);
  CHECK(table.pay_per_request_since == full.pay_per_request_since);
  CHECK(table.throughput.units == Throughput{1, 2});
  CHECK(table.throughput.last_increase == WallTime{3000ms});
  CHECK(table.throughput.last_decrease == WallTime{4000ms});
  CHECK(table.throughput.decreases_today == 2);
  CHECK(table.on_demand == Throughput{3, -1});
  CHECK(table.warm == Throughput{12000, 4000});
  REQUIRE(table.stream);
  CHECK_FALSE(table.stream->enabled);
  CHECK(table.stream->view_type == StreamViewType::new_image);
  CHECK(table.stream->label == StreamLabel("label"));
  CHECK(table.time_to_live_attribute == "ttl");
  REQUIRE(table.recovery);
  CHECK(table.recovery->enabled_at == WallTime{5000ms});
  CHECK(table.recovery->period_days == 7);
  CHECK(table.table_class == "STANDARD_INFREQUENT_ACCESS");
  CHECK(table.sse_json == full.sse_json);
  CHECK(table.deletion_protection);
  REQUIRE(table.tags.size() == 1);
  CHECK(table.tags[0].key == "key");
  CHECK(table.tags[0].value == "value");
}

TEST_CASE("a local index is told from a global one") {
  TableDefinition table = full_definition();
  table.indexes[0].global = false;
  const auto read = storage::definition_from_json(storage::definition_to_json(table));
  CHECK_FALSE(read.indexes[0].global);
}

TEST_CASE("a key schema is kept in the order of its parts") {
  const KeySchema key{
      {{"b", ScalarType::s}, {"a", ScalarType::n}},
      {{"c", ScalarType::b}                   }
  };
  CHECK(storage::key_schema_from_json(storage::key_schema_to_json(key)) == key);
}

}  // namespace definition_json_test
