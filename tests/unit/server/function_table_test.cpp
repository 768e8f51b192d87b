#include "server/function_table.h"

#include "tests/support/engine.h"

#include <doctest/doctest.h>

namespace {

lambda_host::FunctionConfiguration function(const std::string& name, const char* region) {
  lambda_host::FunctionConfiguration f;
  f.scope = {core::AccountId("000000000000"), core::Region(region)};
  f.name = core::FunctionName(name);
  f.handler = "index.handler";
  return f;
}

}  // namespace

TEST_CASE("functions are kept, each scope its own, until they are erased") {
  tests::Engine engine;
  const auto here = function("f", "us-east-1");
  const auto there = function("f", "eu-west-1");
  server::FunctionTable table(engine.connection, engine.writer);
  CHECK(table.load_all().empty());
  table.save(here);
  table.save(there);
  auto changed = here;
  changed.description = "changed";
  table.save(changed);

  server::FunctionTable again(engine.connection, engine.writer);
  const auto loaded = again.load_all();
  REQUIRE(loaded.size() == 2);
  CHECK((loaded[0] == changed || loaded[1] == changed));
  CHECK((loaded[0] == there || loaded[1] == there));
  again.erase(here.scope, here.name);
  REQUIRE(again.load_all().size() == 1);
  CHECK(again.load_all()[0] == there);
}
