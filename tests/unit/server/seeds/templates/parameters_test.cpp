#include "server/seeds/templates/parameters.h"

#include "server/seeds/document.h"

#include <doctest/doctest.h>

namespace parameters_test {

using namespace server::seeds;

namespace {

std::string fault(const std::string& yaml, const Overrides& given) {
  try {
    parameter_values(read_document("t.yaml", yaml), given, "t.yaml");
    return "";
  } catch (const Fault& error) {
    return error.what();
  }
}

const char* const kParameters =
    "Parameters:\n"
    "  Stage:\n"
    "    Type: String\n"
    "    Default: dev\n"
    "    AllowedValues: [dev, prod]\n"
    "  Size: {Type: Number, Default: 3}\n"
    "  Zones: {Type: CommaDelimitedList, Default: 'a, b,c'}\n"
    "  Ids: {Type: List<Number>, Default: '1'}\n";

}  // namespace

TEST_CASE("a parameter has its default unless it is given, and lists are lists") {
  const auto values = parameter_values(read_document("t.yaml", kParameters),
                                       {
                                           {"Stage", "prod"}
  },
                                       "t");
  CHECK(values.at("Stage").text == "prod");
  CHECK(values.at("Size").text == "3");
  CHECK(to_json(values.at("Zones")) == R"(["a","b","c"])");
  CHECK(to_json(values.at("Ids")) == R"(["1"])");
  CHECK(parameter_values(read_document("t.yaml", "a: 1"), {}, "t").empty());
}

TEST_CASE("a value that can't be is named") {
  CHECK(fault(kParameters,
              {
                  {"Stage", "test"}
  }) ==
        "t.yaml, line 3, Parameters.Stage: test is none of the parameter's AllowedValues");
  CHECK(fault(kParameters, {
                               {"Stge", "dev"}
  }) == "t.yaml: the template has no parameter Stge");
}

TEST_CASE("a parameter without a value is the fault of whoever speaks of it") {
  const auto values =
      parameter_values(read_document("t.yaml", "Parameters:\n  A: {Type: String}"), {}, "t.yaml");
  REQUIRE(values.at("A").fault);
  CHECK(std::string(values.at("A").fault->what()) ==
        "t.yaml, line 2, Parameters.A: the parameter has no default: give it a value, --parameter "
        "A=…");
}

TEST_CASE("overrides are words, in quotes where they have blanks, in both of sam's forms") {
  CHECK(parse_overrides(R"(A=1  B="two words" C='x"y' D=)") ==
        Overrides{
            {"A", "1"        },
            {"B", "two words"},
            {"C", "x\"y"     },
            {"D", ""         }
  });
  CHECK(parse_overrides("ParameterKey=A,ParameterValue=b=c ParameterKey=D,ParameterValue=e") ==
        Overrides{
            {"A", "b=c"},
            {"D", "e"  }
  });
  CHECK(parse_overrides(R"(A=\"x)") == Overrides{
                                           {"A", "\"x"}
  });
  CHECK(parse_overrides("  ").empty());
  CHECK(parse_overrides("nothing").empty());
}

}  // namespace parameters_test
