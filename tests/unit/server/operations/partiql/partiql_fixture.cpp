#include "tests/unit/server/operations/partiql/partiql_fixture.h"

#include "core/api_error.h"
#include "core/json/value.h"
#include "core/json/writer.h"

namespace tests {

StatementEngine::StatementEngine() {
  answer("CreateTable", R"({"TableName": "ttt", "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "p", "AttributeType": "S"},
                             {"AttributeName": "s", "AttributeType": "S"},
                             {"AttributeName": "x", "AttributeType": "S"},
                             {"AttributeName": "y", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"},
                  {"AttributeName": "s", "KeyType": "RANGE"}],
    "GlobalSecondaryIndexes": [
      {"IndexName": "ggg", "KeySchema": [{"AttributeName": "x", "KeyType": "HASH"}],
       "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["i"]}},
      {"IndexName": "multi", "KeySchema": [{"AttributeName": "x", "KeyType": "HASH"},
                                           {"AttributeName": "y", "KeyType": "HASH"}],
       "Projection": {"ProjectionType": "ALL"}}],
    "LocalSecondaryIndexes": [
      {"IndexName": "lll", "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"},
                                         {"AttributeName": "y", "KeyType": "RANGE"}],
       "Projection": {"ProjectionType": "KEYS_ONLY"}}]})");
}

void StatementEngine::put(std::string_view item) {
  answer("PutItem", R"({"TableName": "ttt", "Item": )" + std::string(item) + "}");
}

std::string StatementEngine::item(std::string_view p, std::string_view s) {
  const std::string found =
      answer("GetItem", R"({"TableName": "ttt", "Key": {"p": {"S": ")" + std::string(p) +
                            R"("}, "s": {"S": ")" + std::string(s) + "\"}}}");
  return found == "{}" ? "" : found.substr(8, found.size() - 9);  // {"Item":…}
}

std::string StatementEngine::run(std::string_view statement, std::string_view members) {
  return answer("ExecuteStatement", statement_json(statement, members));
}

std::string StatementEngine::fail(std::string_view statement, std::string_view members) {
  const std::string found = error("ExecuteStatement", statement_json(statement, members));
  return found.empty() ? "accepted" : found;
}

std::string statement_json(std::string_view statement, std::string_view members) {
  core::json::Writer writer;
  return R"({"Statement": )" + writer.string(statement).take() + std::string(members) + "}";
}

std::string listed(const std::string& answer, std::string_view attribute) {
  const auto document = core::json::Document::parse(answer);
  std::string all;
  document.root().object().find("Items")->array().for_each([&](core::json::Value item) {
    if (!all.empty()) all += ' ';
    const auto value = item.object().find(attribute);
    all += value ? std::string(value->object().find("S")->string()) : "-";
  });
  return all;
}

std::string text_member(const std::string& answer, std::string_view name) {
  const auto document = core::json::Document::parse(answer);
  const auto member = document.root().object().find(name);
  return member ? std::string(member->string()) : "";
}

}  // namespace tests
