#include "lambda-host/mappings/handler_answer.h"

#include "core/json/value.h"

#include <doctest/doctest.h>

namespace handler_answer_test {

using lambda_host::read_answer;

TEST_CASE("what an answer names as failed") {
  const auto failures = [](const std::string& answer) -> std::string {
    const auto identifiers = read_answer(answer, {true, false}).failures;
    if (!identifiers) return "not understood";
    std::string text;
    for (const std::string& each : *identifiers) text += "<" + each + ">";
    return text;
  };
  struct Case {
    const char* answer;
    const char* failed;
  };
  const Case cases[] = {
      {"null",                                                                     ""              },
      {"{}",                                                                       ""              },
      {"[]",                                                                       ""              },
      {R"("")",                                                                    ""              },
      {R"({"batchItemFailures":[]})",                                              ""              },
      {R"({"batchItemFailures":null})",                                            ""              },
      {R"({"batchItemFailures":[{"itemIdentifier":"a"}]})",                        "<a>"           },
      {R"({"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":""}]})",  "<b><>"         },
      {R"({"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":1}]})",   "not understood"},
      {R"({"batchItemFailures":[{"itemIdentifier":null}]})",                       "not understood"},
      {R"({"batchItemFailures":[{"foo":"a"}]})",                                   "not understood"},
      {R"({"batchItemFailures":["a"]})",                                           "not understood"},
      {R"({"batchItemFailures":{}})",                                              "not understood"},
      {R"({"batchItemFailures":[[{"itemIdentifier":"a"}]]})",                      "not understood"},
      {R"({"batchItemFailures":[{"itemIdentifier":{"itemIdentifier":"a"}}]})",     "not understood"},
      {R"({"batchItemFailures":[{"x":{"itemIdentifier":"a"}}]})",                  "not understood"},
      {R"({"batchItemFailures":[{"x":["itemIdentifier"],"itemIdentifier":"a"}]})", "<a>"           },
      {R"({"batchItemFailures":[{"itemIdentifier":"a","itemIdentifier":1}]})",     "<a>"           },
      {R"({"batchItemFailures":[{"itemIdentifier":1,"itemIdentifier":"a"}]})",     "not understood"},
      {R"({"batchItemFailures":[],"batchItemFailures":[1]})",                      ""              },
      {R"({"batchItemFailures":null,"batchItemFailures":[1]})",                    ""              },
      {R"({"x":{"batchItemFailures":[1]},"y":[1,{"batchItemFailures":1}]})",       ""              },
      {R"([[]])",                                                                  "not understood"},
      {R"([null])",                                                                "not understood"},
      {R"([1])",                                                                   "not understood"},
      {R"("x")",                                                                   "not understood"},
      {"false",                                                                    "not understood"},
      {"0",                                                                        "not understood"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.answer);
    CHECK(failures(c.answer) == c.failed);
  }
}

TEST_CASE("the state that an answer has") {
  const auto state = [](const std::string& answer) {
    return read_answer(answer, {false, true}).state.value_or("none");
  };
  CHECK(state(R"( {"a":1, "state" : {"b" : [1.50, {"c":"\u00e9\n"}, null, true], "d":{}}} )") ==
        R"({"b":[1.50,{"c":"é\n"},null,true],"d":{}})");
  CHECK(state(R"({"state":{}})") == "{}");
  CHECK(state(R"({"state":{"x":1},"state":{"x":2}})") == R"({"x":1})");
  for (const char* answer : {"null", "[]", "{}", R"({"state":null})", R"({"state":[{}]})",
                             R"({"state":"{}"})", R"([{"state":{}}])", R"({"x":{"state":{}}})"}) {
    CAPTURE(answer);
    CHECK(state(answer) == "none");
  }
}

TEST_CASE("an answer is read as far as the rules ask for it") {
  const std::string answer = R"({"state":{"a":1},"batchItemFailures":[1]})";
  CHECK_FALSE(read_answer(answer, {false, false}).state);
  CHECK(read_answer(answer, {false, true}).failures->empty());
  CHECK_FALSE(read_answer(answer, {true, true}).failures);
  CHECK(read_answer(answer, {true, true}).state == R"({"a":1})");
  CHECK_THROWS_AS(read_answer("{\"state\":{}", {true, true}), core::json::ParseError);
  CHECK_THROWS_AS(read_answer("", {true, true}), core::json::ParseError);
}

}  // namespace handler_answer_test
