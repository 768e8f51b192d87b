#include "server/operations/tables/index_change.h"

#include "core/api_error.h"
#include "tests/unit/server/operations/tables/music_table.h"

#include <doctest/doctest.h>

namespace index_change_test {

using namespace tests;

namespace {

const std::string kInvalid = "ValidationException: One or more parameter values were invalid: ";

std::string updates(const std::string& list) {
  return R"({"TableName":"Music","AttributeDefinitions":[{"AttributeName":"g",)"
         R"("AttributeType":"S"}],"GlobalSecondaryIndexUpdates":[)" +
         list + "]}";
}

std::string create(const std::string& name, const std::string& more = "") {
  return R"({"Create":{"IndexName":")" + name +
         R"(","KeySchema":[{"AttributeName":"g","KeyType":"HASH"}],)"
         R"("Projection":{"ProjectionType":"ALL"})" +
         more + "}}";
}

std::string drop(const std::string& name) {
  return R"({"Delete":{"IndexName":")" + name + "\"}}";
}

}  // namespace

TEST_CASE("each update is one action, on an index of its own") {
  Engine engine;
  struct Case {
    std::string list;
    std::string error;
  };
  // clang-format off
  const Case cases[] = {
      {"{}", "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
             "GlobalSecondaryIndexUpdate.Delete must not be null"},
      {R"({"Delete":{"IndexName":"abc"},"Update":{"IndexName":"abc"}})",
       "Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object"},
      {drop("abc") + "," + create("abc"),
       "Only one global secondary index update per index is allowed simultaneously. Index: abc"},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.list);
    CHECK(engine.error("UpdateTable", updates(c.list)) == kInvalid + c.error);
  }
}

TEST_CASE("one index is created or deleted at a time") {
  Engine engine;
  create_music(engine);
  CHECK(engine.error("UpdateTable", updates(create("one") + "," + create("two"))) ==
        "LimitExceededException: Subscriber limit exceeded: Only 1 online index can be created or "
        "deleted simultaneously per table");
  CHECK(engine.error("UpdateTable", updates(create("one"))) == "");
}

TEST_CASE("an index that doesn't fit its table is refused in AWS's words") {
  Engine engine;
  create_music(engine);
  engine.answer("UpdateTable", updates(create("one")));
  CHECK(engine.error("UpdateTable", updates(create("one"))) ==
        "ValidationException: Attempting to create an index which already exists");
  CHECK(engine.error("UpdateTable", updates(drop("two"))) ==
        "ResourceNotFoundException: Requested resource not found: Index two for table Music");
  CHECK(engine.error("UpdateTable",
                     updates(create("two", R"(,"ProvisionedThroughput":{"ReadCapacityUnits":1,)"
                                           R"("WriteCapacityUnits":1})"))) ==
        kInvalid +
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: two when "
            "BillingMode is PAY_PER_REQUEST");
}

TEST_CASE("a deleted index takes the attributes along that only it used") {
  core::TableDefinition table;
  table.name = core::TableName("Music");
  table.billing = core::BillingMode::pay_per_request;
  table.attributes = {
      {"id", core::ScalarType::s}
  };
  table.key.partition = table.attributes;
  const auto change = [&](const std::string& list) {
    const auto document = core::json::Document::parse(updates(list));
    return server::operations::change_indexes(document.root().object(), table, core::WallTime{});
  };
  const core::IndexName one("one");
  const auto created = change(create("one"));
  CHECK(created.created == one);
  CHECK(created.statuses.at(one) == server::operations::TableStatus::creating);
  CHECK(table.indexes.at(0).number == 1);
  CHECK(table.attributes.size() == 2);
  change(create("two"));
  CHECK(table.indexes.at(1).number == 2);
  const auto deleted = change(drop("one"));
  CHECK(deleted.deleted->name == one);
  CHECK(deleted.statuses.at(one) == server::operations::TableStatus::deleting);
  CHECK(table.attributes.size() == 2);
  change(drop("two"));
  CHECK(table.indexes.empty());
  CHECK(table.attributes.size() == 1);
}

TEST_CASE("no index gets the number of one that was deleted, of which something may be left") {
  core::TableDefinition table;
  table.billing = core::BillingMode::pay_per_request;
  const auto change = [&](const std::string& list) {
    const auto document = core::json::Document::parse(updates(list));
    server::operations::change_indexes(document.root().object(), table, core::WallTime{});
  };
  change(create("one"));
  change(create("two"));
  change(drop("two"));
  change(drop("one"));
  change(create("two"));
  CHECK(table.indexes.at(0).number == 3);
}

TEST_CASE("numbers of indexes end") {
  Engine engine;
  create_music(engine);
  const auto name = [](int n) { return "i" + std::to_string(n) + "00"; };
  auto& table = *engine.catalog.find(engine.scope, "Music");
  table.definition.last_deleted_index = storage::kMaxIndexNumber - 1;
  CHECK(engine.error("UpdateTable", updates(create(name(1)))) == "");
  CHECK(table.indexes.back().definition.number == storage::kMaxIndexNumber);
  CHECK(engine.error("UpdateTable", updates(create(name(2)))) ==
        "LimitExceededException: 1048575 indexes of the table were deleted: Rivulet can't make "
        "another one. Make the table anew.");
}

TEST_CASE("a table has 20 global indexes and no more") {
  Engine engine;
  create_music(engine);
  for (int i = 100; i < 120; ++i) {
    CHECK(engine.error("UpdateTable", updates(create("i" + std::to_string(i)))) == "");
  }
  CHECK(engine.error("UpdateTable", updates(create("i120"))) ==
        "LimitExceededException: GlobalSecondaryIndex count exceeds the per-table limit of 20");
}

}  // namespace index_change_test
