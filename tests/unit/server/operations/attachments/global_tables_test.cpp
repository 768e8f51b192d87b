#include "tests/support/engine.h"

#include <doctest/doctest.h>

namespace global_tables_test {

using namespace tests;

TEST_CASE("what Rivulet hasn't got is refused by its name, whatever the input") {
  struct Case {
    std::string name;
    std::string what;
  };
  const Case cases[] = {
      {"DescribeGlobalTable",             "global tables" },
      {"ListGlobalTables",                "global tables" },
      {"DescribeGlobalTableSettings",     "global tables" },
      {"UpdateGlobalTableSettings",       "global tables" },
      {"DescribeTableReplicaAutoScaling", "replicas"      },
      {"UpdateTableReplicaAutoScaling",   "replicas"      },
      {"SearchVectors",                   "vector indexes"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    Engine engine;
    CHECK(engine.error(c.name, R"({"GlobalTableName":1})") ==
          "ValidationException: " + c.name + " is not supported: Rivulet has no " + c.what);
  }
}

TEST_CASE("global tables of the legacy version are refused as AWS refuses them") {
  for (const char* name : {"CreateGlobalTable", "UpdateGlobalTable"}) {
    Engine engine;
    CHECK(engine.error(name, "{}") ==
          "ValidationException: One or more parameter values were invalid: DynamoDB global tables "
          "version 2017.11.29 is not supported. We recommend using DynamoDB global tables version "
          "2019.11.21, instead of version 2017.11.29 (Legacy).");
  }
}

}  // namespace global_tables_test
