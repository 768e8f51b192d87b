#include "server/seeds/templates/parameters.h"

#include "server/seeds/document.h"

#include <doctest/doctest.h>

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
  CHECK(fault("Parameters:\n  A: {Type: String}", {}) ==
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

TEST_CASE("a samconfig has the stack's name and the parameters of the environment default") {
  const SamConfig config = read_samconfig(
      "version = 0.1\n"
      "[default.global.parameters]\n"
      "stack_name = \"global\"\n"
      "parameter_overrides = \"A=1 B=2\"\n"
      "[default.deploy.parameters]\r\n"
      "stack_name = 'orders'\r\n"
      "  parameter_overrides = \"A=\\\"x y\\\" C=3\"\n"
      "[prod.deploy.parameters]\n"
      "stack_name = \"prod\"\n");
  CHECK(config.stack_name == "orders");
  CHECK(config.parameters == Overrides{
                                 {"A", "x y"},
                                 {"B", "2"  },
                                 {"C", "3"  }
  });
  CHECK(read_samconfig("stack_name = \"outside\"").stack_name.empty());
  CHECK(read_samconfig("[default.global.parameters]\nstack_name = \"g\"\n").stack_name == "g");
}

TEST_CASE("overrides may be a list") {
  const SamConfig config = read_samconfig(
      "[default.deploy.parameters]\n"
      "parameter_overrides = [\"A=1\", \"B=\\\"two words\\\"\", \"C=3\"]\n");
  CHECK(config.parameters == Overrides{
                                 {"A", "1"        },
                                 {"B", "two words"},
                                 {"C", "3"        }
  });
}
