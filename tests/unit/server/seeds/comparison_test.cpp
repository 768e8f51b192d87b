#include "server/seeds/comparison.h"

#include <doctest/doctest.h>

namespace comparison_test {

using namespace server::seeds;

namespace {

Value read(const char* text) {
  const auto document = core::json::Document::parse(text);
  return from_json(document.root());
}

}  // namespace

TEST_CASE("what is found may have more than what is wanted, not less, and nothing else") {
  struct Case {
    const char* wanted;
    const char* found;
    const char* difference;  // "": none
  };
  const Case cases[] = {
      {"null",                                                                   R"({"a":1})",               ""                                             },
      {R"({"a":1})",                                                             R"({"a":1,"b":2})",         ""                                             },
      {R"({"a":1})",                                                             R"({"a":2})",               "its a is 2, and the seed says 1"              },
      {R"({"a":1})",                                                             R"({"b":1})",               "its a is missing, and the seed says 1"        },
      {R"({"a":{"b":["x"]}})",                                                   R"({"a":{"b":["y"]}})",
       "its a.b[0] is \"y\", and the seed says \"x\""                                                                                                       },
      {R"({"a":[1,2]})",                                                         R"({"a":[1]})",             "its a is [1], and the seed says [1,2]"        },
      {R"({"a":[1]})",                                                           R"({"a":[1,2]})",           "its a is [1,2], and the seed says [1]"        },
      {R"({"a":"1"})",                                                           R"({"a":1})",               "its a is 1, and the seed says \"1\""          },
      {R"({"a":[],"b":false,"c":{"d":[]},"e":"","f":null})",                     R"({})",                    ""                                             },
      {R"({"a":true})",                                                          R"({})",                    "its a is missing, and the seed says true"     },
      {R"({"a":{"b":1}})",                                                       R"({})",                    "its a is missing, and the seed says {\"b\":1}"},
      {R"({"a":[]})",                                                            R"({"a":[1]})",             "its a is [1], and the seed says []"           },
      {R"({"k":[{"AttributeName":"b","T":"N"},{"AttributeName":"a","T":"S"}]})",
       R"({"k":[{"AttributeName":"a","T":"S","x":1},{"AttributeName":"b","T":"N"}]})",                       ""                                             },
      {R"({"k":[{"IndexName":"b"},{"IndexName":"a","n":1}]})",
       R"({"k":[{"IndexName":"a","n":2},{"IndexName":"b"}]})",                                               "its k[0].n is 2, and the seed says 1"         },
      {R"([{"x":"b"},{"x":"a"}])",                                               R"([{"x":"a"},{"x":"b"}])",
       "its [0].x is \"a\", and the seed says \"b\""                                                                                                        },
  };
  for (const Case& c : cases) {
    CAPTURE(c.wanted);
    CAPTURE(c.found);
    CHECK(difference(read(c.wanted), read(c.found)).value_or("") == c.difference);
  }
}

TEST_CASE("a way into an answer leads somewhere, or nowhere") {
  const Value answer = read(R"({"a":[{"b":"x"}],"n":null})");
  CHECK(find_at(answer, {}) == &answer);
  CHECK(find_at(answer, {"a", "0", "b"})->text == "x");
  CHECK(find_at(answer, {"a", "1"}) == nullptr);
  CHECK(find_at(answer, {"b"}) == nullptr);
  CHECK(find_at(answer, {"n"}) == nullptr);
}

}  // namespace comparison_test
