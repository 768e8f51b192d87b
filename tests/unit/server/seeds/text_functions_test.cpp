#include "server/seeds/text_functions.h"

#include <doctest/doctest.h>

#include <stdexcept>

namespace text_functions_test {

using namespace server::seeds;

namespace {

std::string called(std::string_view function, const char* arguments) {
  const auto document = core::json::Document::parse(arguments);
  try {
    return to_json(call_text_function(function, from_json(document.root()).list));
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("functions of texts give what their arguments say") {
  struct Case {
    const char* function;
    const char* arguments;
    const char* result;
  };
  const Case cases[] = {
      {"Base64", R"(["abc"])",           R"("YWJj")"             },
      {"Base64", R"([["abc"]])",         "it takes a text"       },
      {"Join",   R"(["-",["a",1,"b"]])", R"("a-1-b")"            },
      {"Join",   R"(["-",[]])",          R"("")"                 },
      {"Select", R"(["1",["a","b"]])",   R"("b")"                },
      {"Select", R"([0,[1,2]])",         "1"                     },
      {"Select", R"([2,["a","b"]])",     "there is no element 2" },
      {"Select", R"(["1x",["a","b"]])",  "there is no element 1x"},
      {"Split",  R"(["::","a::b::"])",   R"(["a","b",""])"       },
      {"Split",  R"(["/","a"])",         R"(["a"])"              },
      {"Split",  R"(["","a"])",          "the separator is empty"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.function);
    CAPTURE(c.arguments);
    CHECK(called(c.function, c.arguments) == c.result);
  }
}

TEST_CASE("it is known which they are, and how many arguments they take") {
  CHECK(is_text_function("Split"));
  CHECK_FALSE(is_text_function("Sub"));
  CHECK(argument_count("Base64") == 1);
  CHECK(argument_count("Select") == 2);
}

}  // namespace text_functions_test
