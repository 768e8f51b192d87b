#include "server/operations/items/transaction_actions.h"

#include "core/limits.h"
#include "tests/unit/server/operations/items/read_fixture.h"

#include <doctest/doctest.h>

namespace tests::transaction_actions_test {
namespace {

using namespace server::operations;

std::string error_of(const std::string& actions) {
  const auto document = core::json::Document::parse("[" + actions + "]");
  try {
    read_actions(document.root().array());
  } catch (const core::ApiError& error) {
    return error.message();
  }
  return "";
}

// "p" and its value are all of the item.
std::string put_action(std::size_t bytes) {
  return R"({"Put": {"TableName": "T", "Item": {"p": {"S": ")" + std::string(bytes - 1, 'x') +
         R"("}}}})";
}

}  // namespace

TEST_CASE("each kind of action becomes its write") {
  const auto document = core::json::Document::parse(R"j([
      {"Put": {"TableName": "A", "Item": {"p": {"S": "1"}, "v": {"S": "2"}},
               "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}},
      {"Delete": {"TableName": "B", "Key": {"p": {"S": "1"}}}},
      {"Update": {"TableName": "C", "Key": {"p": {"S": "1"}}, "UpdateExpression": "REMOVE v"}},
      {"ConditionCheck": {"TableName": "D", "Key": {"p": {"S": "1"}},
                          "ConditionExpression": "attribute_exists(p)"}}])j");
  const auto actions = read_actions(document.root().array());
  REQUIRE(actions.size() == 4);
  CHECK(actions[0].is_put());
  CHECK(actions[0].table_name == "A");
  CHECK(actions[0].item().size() == 2);
  CHECK(actions[0].returns_item_on_failure);
  CHECK(std::holds_alternative<core::DeleteItem>(actions[1].write));
  CHECK_FALSE(actions[1].is_put());
  CHECK_FALSE(actions[1].returns_item_on_failure);
  CHECK(std::holds_alternative<core::UpdateItem>(actions[2].write));
  CHECK(std::holds_alternative<core::ConditionCheck>(actions[3].write));
}

TEST_CASE("a transaction carries items of 400 KB, and 4 MB of them") {
  constexpr std::size_t kItem = core::limits::kMaxItemBytes;
  CHECK(error_of(put_action(kItem)) == "");
  CHECK(error_of(put_action(kItem + 1)) == "Item size has exceeded the maximum allowed size");
  std::string many;
  for (int i = 0; i < 10; ++i) many += put_action(kItem) + ",";
  const std::size_t rest = core::limits::kMaxTransactionBytes - 10 * kItem;
  CHECK(error_of(many + put_action(rest)) == "");
  CHECK(error_of(many + put_action(rest + 1)) == "Transaction payload size cannot exceed 4 MB");
}

TEST_CASE("an item may be named once by table and key") {
  Engine engine;
  create_read_table(engine);
  storage::Table* const table = engine.catalog.find(engine.scope, "reads");
  const char* const twice = "Transaction request cannot include multiple operations on one item";
  CHECK_NOTHROW(check_different_items({}));
  CHECK_NOTHROW(check_different_items({
      {table,   "a"},
      {nullptr, "a"},
      {table,   "b"}
  }));
  CHECK_THROWS_WITH_AS(check_different_items({
                           {table, "a"},
                           {table, "b"},
                           {table, "a"}
  }),
                       twice, core::ApiError);
}

TEST_CASE("a request takes what its action writes, which keeps its kind and key") {
  tests::Engine engine;
  tests::create_read_table(engine);
  const auto document = core::json::Document::parse(R"j([
      {"Put": {"TableName": "reads", "Item": {"p": {"S": "1"}, "s": {"S": "2"}, "v": {"S": "3"}}}},
      {"Delete": {"TableName": "reads", "Key": {"p": {"S": "1"}, "s": {"S": "3"}}}}])j");
  auto actions = read_actions(document.root().array());
  const auto requests = resolve_actions(actions, engine.scope, engine.services);
  CHECK(actions[0].is_put());
  CHECK(actions[0].key == requests[0].key);
  CHECK(requests[0].key.size() == 2);
  CHECK(std::get<core::PutItem>(requests[0].write).item.size() == 3);
  CHECK(actions[1].key == requests[1].key);
  CHECK(std::holds_alternative<core::DeleteItem>(actions[1].write));
}

}  // namespace tests::transaction_actions_test
