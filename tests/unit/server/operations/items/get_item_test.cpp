#include "tests/unit/server/operations/items/read_fixture.h"

#include <doctest/doctest.h>

namespace tests::get_item_test {

TEST_CASE("no projection goes into a key attribute") {
  Engine engine;
  create_read_table(engine);
  put(engine, R"({"p": {"S": "x"}, "s": {"S": "a"}})");
  const std::string scalars =
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not "
      "allowed: ";
  struct Case {
    const char* path;
    std::string error;
  };
  const Case cases[] = {
      {"p.b.c",    scalars + "Key: p"     },
      {"s[0]",     scalars + "Key: s"     },
      {"v, l.b.c", scalars + "IndexKey: l"},
      {"g[0]",     scalars + "IndexKey: g"},
  };
  const std::string key = R"("Key": {"p": {"S": "x"}, "s": {"S": "a"}}, )";
  const std::string keys = R"("Keys": [{"p": {"S": "x"}, "s": {"S": "a"}}], )";
  for (const Case& c : cases) {
    CAPTURE(c.path);
    const std::string path = R"("ProjectionExpression": ")" + std::string(c.path) + "\"";
    CHECK(engine.error("GetItem", R"({"TableName": "reads", )" + key + path + "}") ==
          "ValidationException: " + c.error);
    CHECK(engine.error("BatchGetItem", R"({"RequestItems": {"reads": {)" + keys + path + "}}}") ==
          "ValidationException: " + c.error);
    CHECK(engine.error("TransactGetItems", R"({"TransactItems": [{"Get": {"TableName": "reads", )" +
                                               key + path + "}}]}") ==
          "TransactionCanceledException: Transaction cancelled, please refer cancellation reasons "
          "for specific reasons [ValidationError]");
  }
}

}  // namespace tests::get_item_test
