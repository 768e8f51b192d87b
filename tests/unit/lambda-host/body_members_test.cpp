#include "lambda-host/body_members.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

#include <functional>
#include <limits>

namespace body_members_test {

namespace {

using namespace lambda_host;
using core::json::Object;

core::json::Document body(const std::string& member) {
  return core::json::Document::parse(R"({"m":)" + member + "}");
}

using Read = std::function<void(const Object&)>;

std::string error_of(const Read& read, const std::string& member) {
  try {
    read(body(member).root().object());
  } catch (const core::ApiError& error) {
    CHECK(error.code() == core::ErrorCode::serialization);
    return error.message();
  }
  return {};
}

const Read kString = [](const Object& o) { body_string(o, "m"); };
const Read kInt = [](const Object& o) { body_int(o, "m"); };
const Read kBool = [](const Object& o) { body_bool(o, "m"); };
const Read kObject = [](const Object& o) { body_object(o, "m"); };
const Read kArray = [](const Object& o) { body_array(o, "m"); };
const Read kStrings = [](const Object& o) { body_strings(o, "m"); };
const Read kMap = [](const Object& o) { body_map(o, "m"); };

}  // namespace

TEST_CASE("a member of its type is read") {
  CHECK(body_string(body(R"("x")").root().object(), "m") == "x");
  CHECK(body_bool(body("true").root().object(), "m") == true);
  CHECK(body_bool(body("false").root().object(), "m") == false);
  CHECK(body_object(body(R"({"a":1})").root().object(), "m")->size() == 1);
  CHECK(body_array(body("[1,2]").root().object(), "m")->size() == 2);
  CHECK(body_strings(body(R"(["a","b"])").root().object(), "m") ==
        std::vector<std::string>{"a", "b"});
  CHECK(body_map(body(R"({"a":"b"})").root().object(), "m") == std::map<std::string, std::string>{
                                                                   {"a", "b"}
  });
}

TEST_CASE("a number beyond an int's range is its end, and a fraction is cut off") {
  constexpr int kLow = std::numeric_limits<int>::min();
  constexpr int kHigh = std::numeric_limits<int>::max();
  struct Case {
    const char* json;
    int value;
  };
  const Case cases[] = {
      {"7",           7    },
      {"-7",          -7   },
      {"2.9",         2    },
      {"-2.9",        -2   },
      {"2147483647",  kHigh},
      {"2147483648",  kHigh},
      {"1e300",       kHigh},
      {"-2147483648", kLow },
      {"-2147483649", kLow },
      {"-1e300",      kLow },
  };
  for (const Case& c : cases) {
    CAPTURE(c.json);
    CHECK(body_int(body(c.json).root().object(), "m") == c.value);
  }
}

TEST_CASE("a member that is absent or null is none") {
  for (const char* json : {"{}", R"({"m":null})"}) {
    CAPTURE(json);
    const auto document = core::json::Document::parse(json);
    const Object object = document.root().object();
    CHECK_FALSE(body_string(object, "m"));
    CHECK_FALSE(body_int(object, "m"));
    CHECK_FALSE(body_bool(object, "m"));
    CHECK_FALSE(body_object(object, "m"));
    CHECK_FALSE(body_array(object, "m"));
    CHECK_FALSE(body_strings(object, "m"));
    CHECK_FALSE(body_map(object, "m"));
  }
}

TEST_CASE("a member of another type is refused in AWS's words") {
  struct Case {
    const Read& read;
    const char* member;
    const char* error;
  };
  const Case cases[] = {
      {kString,  "1",          "NUMBER_VALUE can not be converted to a String"      },
      {kString,  "true",       "TRUE_VALUE can not be converted to a String"        },
      {kString,  "false",      "FALSE_VALUE can not be converted to a String"       },
      {kString,  "[]",         "Unrecognized collection type class java.lang.String"},
      {kString,  "{}",         "Start of structure or map found where not expected."},
      {kInt,     R"("1")",     "STRING_VALUE can not be converted to an Integer"    },
      {kBool,    R"("true")",  "STRING_VALUE can not be converted to a Boolean"     },
      {kObject,  "[]",         "Expected a structure or map for member m"           },
      {kArray,   "{}",         "Expected list or null for member m"                 },
      {kStrings, R"("x")",     "Expected list or null for member m"                 },
      {kStrings, "[1]",        "NUMBER_VALUE can not be converted to a String"      },
      {kStrings, "[null]",     "NULL_VALUE can not be converted to a String"        },
      {kMap,     "[]",         "Expected a structure or map for member m"           },
      {kMap,     R"({"a":1})", "NUMBER_VALUE can not be converted to a String"      },
  };
  for (const Case& c : cases) {
    CAPTURE(c.member);
    CHECK(error_of(c.read, c.member) == c.error);
  }
}

}  // namespace body_members_test
