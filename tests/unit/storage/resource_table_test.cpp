#include "storage/resource_table.h"

#include "tests/unit/storage/writer_fixture.h"

#include <doctest/doctest.h>

namespace resource_table_test {

namespace {

storage::Resource resource(const char* account, const char* region, const char* name,
                           const char* document) {
  return {
      {core::AccountId(account), core::Region(region)},
      name, document
  };
}

std::string all_of(storage::ResourceTable& table) {
  std::string text;
  for (const auto& each : table.load_all()) {
    text += each.scope.account.get() + "/" + each.scope.region.get() + "/" + each.name + "=" +
            each.document + " ";
  }
  return text;
}

}  // namespace

TEST_CASE("resources come back by scope and name, each as it was stored last") {
  auto connection = tests::new_database();
  storage::ResourceTable functions(connection, "function");
  functions.store(resource("2", "eu", "b", "1"));
  functions.store(resource("1", "us", "z", "2"));
  functions.store(resource("1", "eu", "b", "3"));
  functions.store(resource("1", "eu", "a", "4"));
  functions.store(resource("1", "eu", "a", "5"));
  CHECK(all_of(functions) == "1/eu/a=5 1/eu/b=3 1/us/z=2 2/eu/b=1 ");
}

TEST_CASE("kinds and scopes don't meet") {
  auto connection = tests::new_database();
  storage::ResourceTable functions(connection, "function");
  storage::ResourceTable mappings(connection, "mapping");
  functions.store(resource("1", "eu", "a", "f"));
  mappings.store(resource("1", "eu", "a", "m"));
  functions.store(resource("1", "us", "a", "g"));
  functions.erase({core::AccountId("1"), core::Region("eu")}, "a");
  CHECK(all_of(functions) == "1/us/a=g ");
  CHECK(all_of(mappings) == "1/eu/a=m ");
}

TEST_CASE("those of a scope are listed by name, some at a time") {
  auto connection = tests::new_database();
  storage::ResourceTable functions(connection, "function");
  for (const char* name : {"c", "a", "b"}) functions.store(resource("1", "eu", name, name));
  functions.store(resource("1", "us", "d", ""));
  functions.store(resource("2", "eu", "d", ""));
  storage::ResourceTable(connection, "mapping").store(resource("1", "eu", "d", ""));
  const auto names = [&](std::string_view after, std::size_t most) {
    std::string text;
    for (const auto& each :
         functions.list({core::AccountId("1"), core::Region("eu")}, after, most)) {
      text += each.name + each.document;
    }
    return text;
  };
  CHECK(names({}, 9) == "aabbcc");
  CHECK(names("", 2) == "aabb");
  CHECK(names("a", 1) == "bb");
  CHECK(names("c", 9).empty());
}

}  // namespace resource_table_test
