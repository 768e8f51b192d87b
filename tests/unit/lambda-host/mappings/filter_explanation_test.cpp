#include "lambda-host/mappings/filter_explanation.h"

#include "lambda-host/mappings/filter_criteria.h"

#include <doctest/doctest.h>

#include <string>

namespace filter_explanation_test {

using lambda_host::FilterCriteria;

namespace {

// Why the pattern doesn't match; "" when it does.
std::string explain(const std::string& pattern, std::string event) {
  const FilterCriteria criteria({pattern});
  const auto document = core::json::Document::parse(std::move(event));
  std::size_t steps_left = 100'000;
  const auto reasons = criteria.explain(document.root(), steps_left).value();
  CHECK(criteria.matches(document.root()) == reasons.empty());
  return reasons.empty() ? "" : reasons.front();
}

// A record of an item with one attribute.
std::string record(const std::string& value) {
  return R"({"eventName":"INSERT","dynamodb":{"NewImage":{"a":)" + value + "}}}";
}
std::string image_pattern(const std::string& inner) {
  return R"({"dynamodb":{"NewImage":{"a":)" + inner + "}}}";
}

}  // namespace

TEST_CASE("each kind of test says what it wants and what it met") {
  const struct {
    const char* tests;
    const char* value;
    const char* reason;
  } cases[] = {
      {R"(["closed","void"])",                                                                   R"("open")",
       R"(a is "open", the pattern wants one of "closed", "void")"                                                                                                              },
      {R"(["closed"])",                                                                          R"("Closed")",   R"(a is "Closed", the pattern wants "closed")"                },
      {R"([""])",                                                                                R"("x")",        R"(a is "x", the pattern wants "")"                           },
      {"[null]",                                                                                 "0",             "a is 0, the pattern wants null"                              },
      {"[true]",                                                                                 "false",         "a is false, the pattern wants true"                          },
      {"[false]",                                                                                "null",          "a is null, the pattern wants false"                          },
      {"[5]",                                                                                    "6",             "a is 6, the pattern wants 5"                                 },
      {"[5]",                                                                                    R"("5")",        R"(a is "5", the pattern wants 5; it is a text, not a number)"},
      {R"([{"prefix":"us"}])",                                                                   R"("eu-1")",
       R"(a is "eu-1", the pattern wants a text that begins with "us")"                                                                                                         },
      {R"([{"prefix":{"equals-ignore-case":"US"}}])",                                            R"("eu-1")",
       R"(a is "eu-1", the pattern wants a text that begins with "US" in whatever case)"                                                                                        },
      {R"([{"suffix":".png"}])",                                                                 R"("a.jpg")",
       R"(a is "a.jpg", the pattern wants a text that ends in ".png")"                                                                                                          },
      {R"([{"equals-ignore-case":"Alice"}])",                                                    R"("bob")",
       R"(a is "bob", the pattern wants "Alice" in whatever case)"                                                                                                              },
      {R"([{"wildcard":"a*b\\*"}])",                                                             R"("acb")",
       R"(a is "acb", the pattern wants a text like "a*b\\*")"                                                                                                                  },
      {R"([{"cidr":"10.0.0.0/8"}])",                                                             R"("11.0.0.1")",
       R"(a is "11.0.0.1", the pattern wants an address in 10.0.0.0/8)"                                                                                                         },
      {R"([{"numeric":[">",10,"<=",20.5]}])",                                                    "10",
       "a is 10, the pattern wants a number > 10 and <= 20.5"                                                                                                                   },
      {R"([{"numeric":["=",5]}])",                                                               R"("5")",
       R"(a is "5", the pattern wants a number = 5; it is a text, not a number)"                                                                                                },
      {R"([{"anything-but":["a","b"]}])",                                                        R"("b")",
       R"(a is "b", the pattern wants anything but "a", "b")"                                                                                                                   },
      {R"([{"anything-but":5}])",                                                                "5",             "a is 5, the pattern wants anything but 5"                    },
      {R"([{"anything-but":{"prefix":"x"}}])",                                                   R"("xy")",
       R"(a is "xy", the pattern wants anything but a text that begins with "x")"                                                                                               },
      {R"(["k","a","b","c","d","e","f","g","h"])",                                               R"("x")",
       R"(a is "x", the pattern wants one of "a", "b", "c", "d", "e", "f", "g", "h", "k")"                                                                                      },
      {R"([{"prefix":"i"},{"prefix":"a"},{"prefix":"b"},{"prefix":"c"},{"prefix":"d"},{"prefix":"e"},)"
       R"({"prefix":"f"},{"prefix":"g"},{"prefix":"h"},{"prefix":"ab"},{"prefix":"k"}])", R"("x")",
       R"(a is "x", the pattern wants one of a text that begins with "a", )"
       R"(a text that begins with "ab", a text that begins with "b", a text that begins with "c", )"
       R"(a text that begins with "d", a text that begins with "e", a text that begins with "f", )"
       R"(a text that begins with "g", a text that begins with "h", a text that begins with "i", )"
       R"(or one of 1 more)"                                                                                                                                                    },
      {R"([9,1,2,3,4,5,6,7,8,10,11])",                                                           R"("x")",
       R"(a is "x", the pattern wants one of 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, or one of 1 more; it is a text, not a number)"                                                      },
      {R"([{"exists":false}])",                                                                  R"("x")",        R"(a is "x", the pattern wants no value)"                     },
      {R"(["x",{"exists":false},5])",                                                            R"("y")",
       R"(a is "y", the pattern wants one of "x", no value, 5)"                                                                                                                 },
  };
  for (const auto& each : cases) {
    CAPTURE(each.tests);
    CHECK(explain(std::string(R"({"a":)") + each.tests + "}",
                  std::string(R"({"a":)") + each.value + "}") == each.reason);
  }
}

TEST_CASE("what isn't there is named, as far up as it is missing") {
  const std::string pattern = image_pattern(R"({"S":[{"exists":true}]})");
  CHECK(explain(pattern, R"({"dynamodb":{"NewImage":{"a":{"N":"5"}}}})") ==
        "dynamodb.NewImage.a.S isn't there, the pattern wants any value");
  CHECK(explain(pattern, R"({"dynamodb":{"NewImage":{}}})") ==
        "dynamodb.NewImage.a isn't there, the pattern wants any value in dynamodb.NewImage.a.S");
  CHECK(explain(pattern, R"({"dynamodb":{}})") ==
        "dynamodb.NewImage isn't there, the pattern wants any value in dynamodb.NewImage.a.S");
  CHECK(explain(R"({"a":[{"anything-but":"x"}]})", "{}") ==
        R"(a isn't there, the pattern wants anything but "x")");
}

TEST_CASE("a missing type letter is named") {
  CHECK(explain(image_pattern(R"(["open"])"), record(R"({"S":"open"})")) ==
        R"(dynamodb.NewImage.a is {"S":"open"}, the pattern wants "open"; the pattern lacks the )"
        "type letter S");
  CHECK(explain(image_pattern(R"([{"exists":true}])"), record(R"({"BOOL":true})")) ==
        R"(dynamodb.NewImage.a is {"BOOL":true}, the pattern wants any value; the pattern lacks )"
        "the type letter BOOL");
  CHECK(explain(R"({"dynamodb":["x"]})", R"({"dynamodb":{"X":{}}})") ==
        R"(dynamodb is {"X":{}}, the pattern wants "x"; tests are for the values inside of it)");
  CHECK(
      explain(R"({"dynamodb":["x"]})", R"({"dynamodb":{"S":1,"N":2}})") ==
      R"(dynamodb is {"S":1,"N":2}, the pattern wants "x"; tests are for the values inside of it)");
}

TEST_CASE("a number of DynamoDB's is a text to a test") {
  CHECK(
      explain(image_pattern(R"({"N":[{"numeric":[">",10]}]})"), record(R"({"N":"11"})")) ==
      R"(dynamodb.NewImage.a.N is "11", the pattern wants a number > 10; it is a text, not a number)");
}

TEST_CASE("an object is wanted where there is a value") {
  CHECK(explain(R"({"a":{"b":["x"]}})", R"({"a":"y"})") ==
        R"(a is "y", the pattern wants an object with b)");
}

TEST_CASE("of an array no element does") {
  CHECK(explain(R"({"a":["x","y"]})", R"({"a":["p","q"]})") ==
        R"(no element of a, ["p","q"], is what the pattern wants: one of "x", "y")");
  CHECK(explain(R"({"a":["x"]})", R"({"a":[]})") ==
        R"(no element of a, [], is what the pattern wants: "x")");
  CHECK(explain(R"({"a":{"b":["x"]}})", R"({"a":[{"b":"p"},{"b":"q"}]})") ==
        R"(no element of a matches: a[0].b is "p", the pattern wants "x")");
  CHECK(explain(R"({"a":{"b":["x"]}})", R"({"a":[]})") == "a is an empty list");
}

TEST_CASE("of $or each alternative says why") {
  CHECK(
      explain(R"({"$or":[{"a":["x"]},{"b":[5]}]})", R"({"a":"y"})") ==
      R"(none of $or matches: a is "y", the pattern wants "x"; b isn't there, the pattern wants 5)");
  CHECK(
      explain(R"({"c":{"$or":[{"a":["x"]},{"a":["y"]}]}})", R"({"c":{"a":"z"}})") ==
      R"(none of $or matches: c.a is "z", the pattern wants "x"; c.a is "z", the pattern wants "y")");
  CHECK(explain(R"({"$or":[{"a":["x"]},{"b":[5]}]})", R"({"b":5})") == "");
}

TEST_CASE("the first clause that fails is the one that is told") {
  const std::string pattern = R"({"a":["x"],"b":{"c":["y"]},"d":["z"]})";
  CHECK(explain(pattern, R"({"a":"-","b":{"c":"-"},"d":"-"})") ==
        R"(b.c is "-", the pattern wants "y")");
  CHECK(explain(pattern, R"({"a":"-","b":{"c":"y"},"d":"-"})") ==
        R"(a is "-", the pattern wants "x")");
  CHECK(explain(pattern, R"({"a":"x","b":{"c":"y"},"d":"-"})") ==
        R"(d is "-", the pattern wants "z")");
}

TEST_CASE("long values and long lists are cut") {
  CHECK(explain(R"({"a":["x"]})", R"({"a":")" + std::string(150, 'y') + "\"}") ==
        "a is \"" + std::string(99, 'y') + R"(…, the pattern wants "x")");
  std::string umlauts;
  for (int i = 0; i < 80; ++i) umlauts += "ü";
  CHECK(explain(R"({"a":["x"]})", R"({"a":")" + umlauts + "\"}") ==
        "a is \"" + umlauts.substr(0, 98) + R"(…, the pattern wants "x")");
  CHECK(explain(R"({"a":[1,2,3,4,5,6,7,8,9,10,11,12]})", R"({"a":0})") ==
        "a is 0, the pattern wants one of 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, or one of 2 more");
  CHECK(explain(R"({"a":[1,2,3,4,5,6,7,8,9,10]})", R"({"a":0})") ==
        "a is 0, the pattern wants one of 1, 2, 3, 4, 5, 6, 7, 8, 9, 10");
}

TEST_CASE("each of several patterns says why, and none when one matches") {
  const FilterCriteria criteria({R"({"a":["x"]})", R"({"a":["y"]})"});
  const auto reasons = [&](const char* event) {
    const auto document = core::json::Document::parse(event);
    std::size_t steps_left = 1000;
    return criteria.explain(document.root(), steps_left).value();
  };
  CHECK(reasons(R"({"a":"z"})") == std::vector<std::string>{R"(a is "z", the pattern wants "x")",
                                                            R"(a is "z", the pattern wants "y")"});
  CHECK(reasons(R"({"a":"y"})").empty());
}

}  // namespace filter_explanation_test
