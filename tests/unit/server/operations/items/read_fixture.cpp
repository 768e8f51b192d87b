#include "tests/unit/server/operations/items/read_fixture.h"

#include "core/json/value.h"

namespace tests {

void create_read_table(Engine& engine) {
  engine.answer("CreateTable", R"({
    "TableName": "reads", "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [
      {"AttributeName": "p", "AttributeType": "S"}, {"AttributeName": "s", "AttributeType": "S"},
      {"AttributeName": "l", "AttributeType": "S"}, {"AttributeName": "g", "AttributeType": "S"},
      {"AttributeName": "h", "AttributeType": "S"}, {"AttributeName": "r1", "AttributeType": "S"},
      {"AttributeName": "r2", "AttributeType": "N"}],
    "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"},
                  {"AttributeName": "s", "KeyType": "RANGE"}],
    "LocalSecondaryIndexes": [
      {"IndexName": "local", "Projection": {"ProjectionType": "KEYS_ONLY"},
       "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"},
                     {"AttributeName": "l", "KeyType": "RANGE"}]},
      {"IndexName": "whole", "Projection": {"ProjectionType": "ALL"},
       "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"},
                     {"AttributeName": "l", "KeyType": "RANGE"}]}],
    "GlobalSecondaryIndexes": [
      {"IndexName": "global",
       "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["i"]},
       "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}]},
      {"IndexName": "wide", "Projection": {"ProjectionType": "ALL"},
       "KeySchema": [{"AttributeName": "h", "KeyType": "HASH"},
                     {"AttributeName": "r1", "KeyType": "RANGE"},
                     {"AttributeName": "r2", "KeyType": "RANGE"}]}]})");
}

void put(Engine& engine, std::string_view item) {
  engine.answer("PutItem", R"({"TableName": "reads", "Item": )" + std::string(item) + "}");
}

std::string values_of(const std::string& answer, std::string_view attribute) {
  const auto document = core::json::Document::parse(answer);
  std::string values;
  document.root().object().find("Items")->array().for_each([&](core::json::Value item) {
    if (!values.empty()) values += ' ';
    const auto value = item.object().find(attribute);
    values += value ? value->object().at(0).value.string() : "-";
  });
  return values;
}

std::string member_of(const std::string& answer, std::string_view name) {
  const auto document = core::json::Document::parse(answer);
  const auto member = document.root().object().find(name);
  return member ? member->text() : "";
}

}  // namespace tests
