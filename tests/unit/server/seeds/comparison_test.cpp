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

TEST_CASE("a reference is what it stands for, on whatever port") {
  const Known known = {
      {"the URL", "http://127.0.0.1:8000/000000000042/jobs"},
      {"the ARN", "arn:1"                                  }
  };
  const auto differs = [&](const std::string& wanted, const char* found) {
    return difference(Value().set("a", wanted), read(found), known).value_or("");
  };
  CHECK(differs(reference("the ARN"), R"({"a":"arn:1"})").empty());
  CHECK(differs(reference("the ARN"), R"({"a":"arn:2"})") ==
        "its a is \"arn:2\", and the seed says \"arn:1\"");
  CHECK(differs(reference("the ARN"), "{}") == "its a is missing, and the seed says \"arn:1\"");
  CHECK(differs("x" + reference("what will be"), R"({"a":"y"})").empty());
  const std::string url = "at " + reference("the URL") + " and";
  CHECK(differs(url, R"({"a":"at http://127.0.0.1:8000/000000000042/jobs and"})").empty());
  CHECK(differs(url, R"({"a":"at https://sqs.localhost/000000000042/jobs and"})").empty());
  for (const char* other : {R"({"a":"at http://127.0.0.1:8000/000000000042/jobs2 and"})",
                            R"({"a":"at http://127.0.0.1:8000/00000000042/jobs and"})",
                            R"({"a":"at http/000000000042/jobs and"})", R"({"a":"http://x"})"}) {
    CAPTURE(other);
    CHECK_FALSE(differs(url, other).empty());
  }
  // What isn't a reference is what the seed says, to the letter.
  CHECK_FALSE(differs("http://a:1/000000000042/q", R"({"a":"http://a:2/000000000042/q"})").empty());
}

TEST_CASE("a reference may stand for a list") {
  const std::string parts =
      reference_to_call("Split", list_value({text_value("/"), text_value(reference("path"))}));
  const Value wanted = Value().set("a", parts);
  const Known known = {
      {"path", "x/y"}
  };
  CHECK_FALSE(difference(wanted, read(R"({"a":["x","y"]})"), known));
  CHECK(difference(wanted, read(R"({"a":["x","z"]})"), known) ==
        "its a[1] is \"z\", and the seed says \"y\"");
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
