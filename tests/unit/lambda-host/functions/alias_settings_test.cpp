#include "lambda-host/functions/alias_settings.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

namespace alias_settings_test {

namespace {

using lambda_host::AliasSettings;

AliasSettings read(const std::string& body) {
  const auto document = core::json::Document::parse(body);
  return lambda_host::read_alias_settings(document.root().object());
}

template <class Check>
std::string error_of(Check check) {
  try {
    check();
  } catch (const core::ApiError& error) {
    return std::string(core::error_name(error.code())) + ": " + error.message();
  }
  return "";
}

std::string limits_of(const std::string& body) {
  return error_of([&] { lambda_host::check_limits(read(body)); });
}

std::string routing(const std::string& weights) {
  return limits_of(R"({"RoutingConfig":{"AdditionalVersionWeights":)" + weights + "}}");
}

const std::string kOne = "ValidationException: 1 validation error detected: Value '";
const std::string kFailed = "' failed to satisfy constraint: ";

}  // namespace

TEST_CASE("settings are what the body has") {
  const AliasSettings settings =
      read(R"({"Name":"live","FunctionVersion":"1","Description":"d","RevisionId":"r",)"
           R"("RoutingConfig":{"AdditionalVersionWeights":{"2":0.5}}})");
  CHECK(settings.name == "live");
  CHECK(settings.function_version == "1");
  CHECK(settings.description == "d");
  CHECK(settings.revision_id == "r");
  CHECK(settings.weights == std::map<std::string, double>{
                                {"2", 0.5}
  });
  const AliasSettings none = read("{}");
  CHECK_FALSE(none.name);
  CHECK_FALSE(none.function_version);
  CHECK_FALSE(none.weights);
}

TEST_CASE("a routing without weights takes the weights away") {
  CHECK(read(R"({"RoutingConfig":{}})").weights->empty());
  CHECK(read(R"({"RoutingConfig":{"AdditionalVersionWeights":{}}})").weights->empty());
}

TEST_CASE("a weight is a number") {
  CHECK(error_of([] { read(R"({"RoutingConfig":{"AdditionalVersionWeights":{"2":"x"}}})"); }) ==
        "SerializationException: STRING_VALUE can not be converted to a Double");
}

TEST_CASE("weights and their versions are checked as the API's model does") {
  const std::string at = "' at 'routingConfig.additionalVersionWeights" + kFailed + "Map ";
  const std::string value =
      "value must satisfy constraint: [Member must have value less than or equal to 1.0, Member "
      "must have value greater than or equal to 0.0, Member must not be null]";
  CHECK(routing(R"({"2":2})") == kOne + "{2=2.0}" + at + value);
  CHECK(routing(R"({"2":-1})") == kOne + "{2=-1.0}" + at + value);
  CHECK(routing(R"({"2":1.5,"3":0.5})") == kOne + "{2=1.5, 3=0.5}" + at + value);
  CHECK(routing(R"({"2":0,"3":1})") == "");
  CHECK(routing(R"({"$LATEST":0.5})") ==
        kOne + "{$LATEST=0.5}" + at +
            "keys must satisfy constraint: [Member must have length less than or equal to 1024, "
            "Member must have length greater than or equal to 1, Member must satisfy regular "
            "expression pattern: [0-9]+]");
}

TEST_CASE("names, versions and descriptions have their limits") {
  CHECK(limits_of(R"({"Name":"2024-01-02"})") == "");
  CHECK(limits_of(R"({"Name":"2024"})") ==
        kOne + "2024' at 'name" + kFailed +
            "Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)");
  CHECK(limits_of(R"({"Name":")" + std::string(128, 'a') + "\"}") == "");
  CHECK(limits_of(R"({"Name":")" + std::string(129, 'a') + "\"}") ==
        kOne + std::string(129, 'a') + "' at 'name" + kFailed +
            "Member must have length less than or equal to 128");
  for (const char* good : {"1", "$LATEST", "$LATEST.PUBLISHED"}) {
    CHECK(limits_of(R"({"FunctionVersion":")" + std::string(good) + "\"}") == "");
  }
  CHECK(limits_of(R"({"FunctionVersion":"live"})") ==
        kOne + "live' at 'functionVersion" + kFailed +
            R"(Member must satisfy regular expression pattern: (\$LATEST(\.PUBLISHED)?|[0-9]+))");
  CHECK(limits_of(R"({"Description":")" + std::string(256, 'a') + "\"}") == "");
  CHECK(limits_of(R"({"Description":")" + std::string(257, 'a') + "\"}") ==
        kOne + std::string(257, 'a') + "' at 'description" + kFailed +
            "Member must have length less than or equal to 256");
}

TEST_CASE("a new alias has a name and a version") {
  CHECK(error_of([] { lambda_host::check_new_alias({}); }) ==
        "ValidationException: 2 validation errors detected: Value null at 'name' failed to satisfy "
        "constraint: Member must not be null; Value null at 'functionVersion' failed to satisfy "
        "constraint: Member must not be null");
  CHECK(error_of([] {
          lambda_host::check_new_alias(read(R"({"Name":"7","FunctionVersion":"1"})"));
        }).starts_with(kOne + "7' at 'name"));
}

TEST_CASE("names of the path and of the query are checked alike") {
  CHECK(error_of([] { lambda_host::check_alias_name("a-b_1"); }) == "");
  CHECK(error_of([] { lambda_host::check_alias_name("a.b"); }).starts_with(kOne + "a.b' at 'name"));
  CHECK(error_of([] { lambda_host::check_version_name("7"); }) == "");
  CHECK(error_of([] {
          lambda_host::check_version_name("x");
        }).starts_with(kOne + "x' at 'functionVersion"));
}

}  // namespace alias_settings_test
