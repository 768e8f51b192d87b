#include "lambda-host/tag_checks.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

namespace tag_checks_test {

namespace {

// "Code: message" of what is thrown.
std::string error_of(const std::map<std::string, std::string>& tags) {
  try {
    lambda_host::check_tags(tags);
  } catch (const core::ApiError& error) {
    return std::string(core::error_name(error.code())) + ": " + error.message();
  }
  return {};
}

std::string violated(const std::string& tags, const std::string& part, const std::string& bounds) {
  return "ValidationException: 1 validation error detected: Value '{" + tags +
         "}' at 'tags' failed to satisfy constraint: Map " + part +
         " must satisfy constraint: [Member must have length less than or equal to " + bounds +
         R"(, Member must satisfy regular expression pattern: ^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$])";
}

}  // namespace

TEST_CASE("keys and values of tags have a length in characters, and a form") {
  const std::string keys = "128, Member must have length greater than or equal to 1";
  const std::string values = "256, Member must have length greater than or equal to 0";
  std::string key;
  for (int i = 0; i < 128; ++i) key += "ü";
  std::string value;
  for (int i = 0; i < 128; ++i) value += "😀";
  CHECK(error_of({}).empty());
  CHECK(error_of({
                     {key,             value},
                     {"a zA_.:/=+-@9", ""   }
  })
            .empty());
  CHECK(error_of({
            {key + "x", "1"},
            {"a",       "b"}
  }) == violated("a=b, " + key + "x=1", "keys", keys));
  CHECK(error_of({
            {"", "1"}
  }) == violated("=1", "keys", keys));
  CHECK(error_of({
            {"a,b", "1"}
  }) == violated("a,b=1", "keys", keys));
  CHECK(error_of({
            {"a", value + "x"}
  }) == violated("a=" + value + "x", "value", values));
  CHECK(error_of({
            {"a", "x,y"}
  }) == violated("a=x,y", "value", values));
  CHECK(error_of({
                     {"a\n", "\t"}
  })
            .starts_with("ValidationException: 2 validation errors detected: "));
}

TEST_CASE("keys that AWS keeps to itself are refused, whatever their case") {
  const std::string refused =
      "InvalidParameterValueException: aws: prefixed tag key names are not allowed for external "
      "use.";
  CHECK(error_of({
            {"aws:a", "1"}
  }) == refused);
  CHECK(error_of({
            {"AWS:", "1"}
  }) == refused);
  CHECK(error_of({
                     {"aws",     "aws:"},
                     {"aws-",    "1"   },
                     {"my aws:", "1"   }
  })
            .empty());
}

TEST_CASE("a resource has up to fifty tags") {
  std::map<std::string, std::string> tags;
  for (int i = 0; i < 50; ++i) tags[std::to_string(i)] = "x";
  CHECK(error_of(tags).empty());
  tags["50"] = "x";
  CHECK(error_of(tags) ==
        "InvalidParameterValueException: Number of tags exceeds resource tag limit.");
}

}  // namespace tag_checks_test
