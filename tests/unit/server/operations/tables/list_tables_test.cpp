#include "tests/unit/server/operations/tables/music_table.h"

#include <doctest/doctest.h>

namespace list_tables_test {

using namespace tests;

namespace {

void create(Engine& engine, const std::string& name) {
  std::string body = music();
  engine.answer("CreateTable", body.replace(body.find("Music"), 5, name));
}

}  // namespace

TEST_CASE("tables are listed by name, page by page, from where there need be none") {
  Engine engine;
  for (const char* name : {"ccc", "aaa", "bbb"}) create(engine, name);
  struct Case {
    const char* body;
    const char* answer;
  };
  // clang-format off
  const Case cases[] = {
      {"{}", R"({"TableNames":["aaa","bbb","ccc"]})"},
      {R"({"Limit":3})", R"({"TableNames":["aaa","bbb","ccc"]})"},
      {R"({"Limit":2})", R"({"LastEvaluatedTableName":"bbb","TableNames":["aaa","bbb"]})"},
      {R"({"Limit":2,"ExclusiveStartTableName":"bbb"})", R"({"TableNames":["ccc"]})"},
      {R"({"ExclusiveStartTableName":"aab"})", R"({"TableNames":["bbb","ccc"]})"},
      {R"({"ExclusiveStartTableName":"ccc"})", R"({"TableNames":[]})"},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.body);
    CHECK(engine.answer("ListTables", c.body) == c.answer);
  }
}

TEST_CASE("a page holds 100 tables") {
  Engine engine;
  for (int i = 100; i < 200; ++i) create(engine, "t" + std::to_string(i));
  CHECK(engine.answer("ListTables", "{}").find("LastEvaluated") == std::string::npos);
  create(engine, "t200");
  CHECK(engine.answer("ListTables", "{}").starts_with(R"({"LastEvaluatedTableName":"t199",)"));
  CHECK(engine.error("ListTables", R"({"Limit":100})").empty());
  CHECK(engine.error("ListTables", R"({"Limit":101})") ==
        "ValidationException: 1 validation error detected: Value '101' at 'limit' failed to "
        "satisfy constraint: Member must have value less than or equal to 100");
}

TEST_CASE("a table that is being deleted is listed in its place") {
  Engine engine;
  for (const char* name : {"aaa", "bbb", "ccc"}) create(engine, name);
  engine.services.settings.delay_transient_statuses = true;
  engine.answer("DeleteTable", R"({"TableName":"bbb"})");
  CHECK(engine.answer("ListTables", "{}") == R"({"TableNames":["aaa","bbb","ccc"]})");
  CHECK(engine.answer("ListTables", R"({"ExclusiveStartTableName":"bbb"})") ==
        R"({"TableNames":["ccc"]})");
}

TEST_CASE("tables of other regions are not listed") {
  Engine engine;
  create(engine, "aaa");
  engine.scope.region = core::Region("eu-west-1");
  CHECK(engine.answer("ListTables", "{}") == R"({"TableNames":[]})");
}

}  // namespace list_tables_test
