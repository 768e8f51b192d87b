#include "server/handler_writes.h"

#include "tests/unit/server/control/control_fixture.h"

#include <doctest/doctest.h>

namespace handler_writes_test {

namespace {

// Whether a handler's request is seen to write to "Things", which feeds its function.
bool is_seen(const std::string& target, const std::string& body,
             std::string_view token = "rivulet-function/f") {
  ControlFixture f;
  const auto id = f.map(R"(,"MaximumRetryAttempts":1)");
  const auto document = core::json::Document::parse(body);
  server::note_handler_write(token, target, {document.root().object(), f.engine.scope},
                             *f.services);
  return !f.mappings->warnings(f.mappings->all().at(id), std::nullopt).empty();
}

bool writes(const std::string& operation, const std::string& body) {
  return is_seen("DynamoDB_20120810." + operation, body);
}

}  // namespace

TEST_CASE("each way to write items is seen, and what it writes to") {
  const std::string things = R"({"TableName":"Things"})";
  for (const char* operation : {"PutItem", "UpdateItem", "DeleteItem"}) {
    CAPTURE(operation);
    CHECK(writes(operation, things));
    CHECK(writes(operation,
                 R"({"TableName":"arn:aws:dynamodb:us-east-1:000000000000:table/Things"})"));
    CHECK_FALSE(writes(operation, R"({"TableName":"Other"})"));
  }
  CHECK(writes("BatchWriteItem", R"({"RequestItems":{"Other":[],"Things":[]}})"));
  CHECK_FALSE(writes("BatchWriteItem", R"({"RequestItems":{"Other":[]}})"));
  const auto action = [](const std::string& kind, const std::string& table) {
    return R"({")" + kind + R"(":{"TableName":")" + table + R"("}})";
  };
  for (const char* kind : {"Put", "Update", "Delete"}) {
    CAPTURE(kind);
    CHECK(writes("TransactWriteItems", R"({"TransactItems":[)" + action("Put", "Other") + "," +
                                           action(kind, "Things") + "]}"));
  }
  CHECK_FALSE(writes("TransactWriteItems",
                     R"({"TransactItems":[)" + action("ConditionCheck", "Things") + "]}"));
}

TEST_CASE("what reads, and who is no handler of the function, is none of it") {
  const std::string things = R"({"TableName":"Things"})";
  CHECK_FALSE(writes("GetItem", things));
  CHECK_FALSE(writes("Scan", things));
  CHECK_FALSE(is_seen("AmazonSQS.PutItem", things));
  for (const char* token : {"", "rivulet", "rivulet-function/g"}) {
    CAPTURE(token);
    CHECK_FALSE(is_seen("DynamoDB_20120810.PutItem", things, token));
  }
}

}  // namespace handler_writes_test
