#include "lambda-host/functions/alias.h"

#include <doctest/doctest.h>

#include <stdexcept>

namespace alias_test {

namespace {

lambda_host::Alias example() {
  return {"live", "1", "what \"runs\"", {{"2", 0.25}}, "rev"};
}

std::string shown(const lambda_host::Alias& alias) {
  core::json::Writer writer;
  lambda_host::write_alias(writer, alias, "arn:f");
  return writer.take();
}

}  // namespace

TEST_CASE("a version of weight 0.25 gets the invocations below it") {
  const lambda_host::Alias alias = example();
  struct Case {
    double fraction;
    const char* version;
  };
  for (const Case& c : {
           Case{0,      "2"},
           {0.2499, "2"},
           {0.25,   "1"},
           {0.9999, "1"}
  }) {
    CAPTURE(c.fraction);
    CHECK(routed_version(alias, c.fraction) == c.version);
  }
}

TEST_CASE("shares lie one behind the other") {
  lambda_host::Alias alias = example();
  alias.weights = {
      {"2", 0.25},
      {"3", 0.5 }
  };
  CHECK(routed_version(alias, 0.24) == "2");
  CHECK(routed_version(alias, 0.25) == "3");
  CHECK(routed_version(alias, 0.74) == "3");
  CHECK(routed_version(alias, 0.75) == "1");
}

TEST_CASE("without weights, with none and with all of it an alias has one version") {
  lambda_host::Alias alias = example();
  alias.weights = {
      {"2", 0}
  };
  CHECK(routed_version(alias, 0) == "1");
  alias.weights = {
      {"2", 1}
  };
  CHECK(routed_version(alias, 0.9999) == "2");
  alias.weights.clear();
  CHECK(routed_version(alias, 0) == "1");
}

TEST_CASE("an alias refers to its version and to those that share with it") {
  CHECK(refers_to(example(), "1"));
  CHECK(refers_to(example(), "2"));
  CHECK_FALSE(refers_to(example(), "3"));
}

TEST_CASE("an alias is shown with its routing, if it has one") {
  lambda_host::Alias alias = example();
  CHECK(shown(alias) ==
        R"({"AliasArn":"arn:f:live","Description":"what \"runs\"","FunctionVersion":"1",)"
        R"("Name":"live","RevisionId":"rev",)"
        R"("RoutingConfig":{"AdditionalVersionWeights":{"2":0.25}}})");
  alias.weights.clear();
  alias.description.clear();
  CHECK(shown(alias) == R"({"AliasArn":"arn:f:live","Description":"","FunctionVersion":"1",)"
                        R"("Name":"live","RevisionId":"rev"})");
}

TEST_CASE("a stored alias is read back to an equal value, and no other text is") {
  CHECK(lambda_host::read_stored_alias(write_stored_alias(example())) == example());
  for (const char* text :
       {"[]", "{}", "nonsense",
        R"({"name":"a","function_version":"1","description":"","revision_id":"r"})",
        R"({"name":1,"function_version":"1","description":"","revision_id":"r","weights":{}})"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(lambda_host::read_stored_alias(text), std::runtime_error);
  }
}

}  // namespace alias_test
