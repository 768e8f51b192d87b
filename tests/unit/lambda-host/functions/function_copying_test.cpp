#include "lambda-host/functions/function_registry.h"
#include "tests/unit/lambda-host/functions/registry_fixture.h"

#include <doctest/doctest.h>

namespace function_copying_test {

using namespace registry_fixture;
using lambda_host::FunctionCursor;
using lambda_host::FunctionPart;
using lambda_host::FunctionRegistry;

namespace {

const core::Scope kOther{core::AccountId("111111111111"), kScope.region};

std::string as_it_is(std::string text) {
  return text;
}

std::size_t documents(const FunctionRegistry::Record& record) {
  const auto& part = record.second;
  return part.deployments().size() + part.aliases.size() + part.attachments.size();
}

struct Published : Fixture {
  Published() {
    create();
    publish_versions(3);
    for (const char* name : {"a", "b", "c"}) alias(name, "2");
    registry->attach(FunctionPart::concurrency, kScope, kName, "", "5");
    registry->attach(FunctionPart::policy, kScope, kName, "a", "{}");
    create(core::FunctionName("g"));
  }
};

}  // namespace

TEST_CASE_FIXTURE(Published, "functions are copied so many documents at a time") {
  for (const std::size_t most : {1, 2, 4, 9, 10, 100}) {
    CAPTURE(most);
    FunctionCursor cursor;
    while (!cursor.at_end) {
      std::size_t count = 0;
      for (const auto& each : registry->records(kScope, cursor, most)) {
        count += documents(each);
        registry->copy(each.first, each.second, kOther, as_it_is);
      }
      CHECK(count <= most);
      CHECK((count == most || cursor.at_end));
    }
    CHECK(registry->list(kOther).size() == 2);
    CHECK(registry->versions(kOther, kName).size() == 4);
    CHECK(registry->aliases(kOther, kName).size() == 3);
    reload();
    CHECK(registry->require(kOther, kName, "c")->configuration.version == "2");
    CHECK(*registry->attachment(FunctionPart::concurrency, kOther, kName) == "5");
    CHECK(*registry->attachment(FunctionPart::policy, kOther, kName, "a") == "{}");
    registry->erase_all({kOther.account, {}});
  }
}

TEST_CASE_FIXTURE(Published, "more of a function that has gone meanwhile isn't copied") {
  FunctionCursor cursor;
  const auto first = registry->records(kScope, cursor, 2);
  const auto more = registry->records(kScope, cursor, 2);
  REQUIRE_FALSE(more.at(0).second.latest);
  registry->copy(kName, first.at(0).second, kOther, as_it_is);
  registry->erase(kOther, kName);
  registry->copy(kName, more.at(0).second, kOther, as_it_is);
  CHECK(registry->list(kOther).empty());
  reload();
  CHECK(registry->list(kOther).empty());
}

TEST_CASE_FIXTURE(Published, "a list goes on behind a function that has gone") {
  FunctionCursor cursor;
  registry->records(kScope, cursor, 2);
  registry->erase(kScope, kName);
  const auto rest = registry->records(kScope, cursor, 10);
  REQUIRE(rest.size() == 1);
  CHECK(rest[0].first == core::FunctionName("g"));
  CHECK(rest[0].second.latest);
  CHECK(cursor.at_end);
}

}  // namespace function_copying_test
