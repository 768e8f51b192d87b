#include "lambda-host/functions/function_registry.h"
#include "tests/unit/lambda-host/functions/registry_fixture.h"

#include <doctest/doctest.h>

namespace function_removal_test {

using namespace registry_fixture;
using lambda_host::FunctionPart;

namespace {

// A function with two versions, three aliases and something attached: seven documents.
struct Published : Fixture {
  Published() {
    create();
    publish_versions(2);
    for (const char* name : {"a", "b", "c"}) alias(name, "1");
    registry->attach(FunctionPart::concurrency, kScope, kName, "", "5");
    retirements.versions.clear();
  }
  std::size_t stored() {
    std::size_t count = 0;
    for (const auto part : {FunctionPart::version, FunctionPart::alias, FunctionPart::concurrency})
      count += store.load_all(part).size();
    return count;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Published, "a function goes some documents at a time, what leads to it first") {
  CHECK(registry->erase_some(kScope, kName, 3));
  CHECK(stored() == 4);
  CHECK_FALSE(registry->attachment(FunctionPart::concurrency, kScope, kName));
  REQUIRE(registry->aliases(kScope, kName).size() == 1);
  CHECK(registry->aliases(kScope, kName)[0]->name == "c");
  CHECK(retirements.versions.empty());
  CHECK(registry->erase_some(kScope, kName, 2));
  CHECK(versions() == "$LATEST 2 ");
  CHECK(retirements.versions == std::vector<std::string>{"1"});
  reload();  // as after a crash: what is left is whole
  CHECK(versions() == "$LATEST 2 ");
  CHECK(registry->erase_some(kScope, kName, 1));
  CHECK_FALSE(registry->erase_some(kScope, kName, 1));
  CHECK(stored() == 0);
  CHECK_FALSE(registry->find(kScope, kName));
  CHECK(code_directories() == 0);
}

TEST_CASE_FIXTURE(Published, "what goes with its scope at a time is counted in documents") {
  create(core::FunctionName("g"));
  const auto first = registry->erase_all({kScope.account, {}}, 6);
  CHECK(first.functions == 0);
  CHECK(first.documents == 6);
  CHECK(versions() == "$LATEST ");
  const auto rest = registry->erase_all({kScope.account, {}}, 6);
  CHECK(rest.functions == 2);
  CHECK(rest.documents == 2);
  CHECK(stored() == 0);
  CHECK(registry->erase_all({kScope.account, {}}, 6).documents == 0);
}

TEST_CASE_FIXTURE(Published, "a function of which some is gone already goes whole") {
  registry->erase_some(kScope, kName, 5);
  registry->erase(kScope, kName);
  CHECK(stored() == 0);
  CHECK(error_of([&] { registry->erase_some(kScope, kName, 5); }) ==
        "ResourceNotFoundException: Function not found: " + kArn);
}

}  // namespace function_removal_test
