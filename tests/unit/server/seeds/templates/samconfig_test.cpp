#include "server/seeds/templates/samconfig.h"

#include "server/seeds/fault.h"
#include "tests/unit/storage/files/temporary_place.h"

#include <doctest/doctest.h>

namespace samconfig_test {

using namespace server::seeds;

TEST_CASE("a samconfig has the stack's name and the parameters of the environment default") {
  const SamConfig config = read_samconfig("s.toml",
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
  CHECK(read_samconfig("s.toml", "stack_name = \"outside\"").stack_name.empty());
  CHECK(read_samconfig("s.toml", "[default.global.parameters]\nstack_name = \"g\"\n").stack_name ==
        "g");
}

TEST_CASE("overrides may be a list") {
  const SamConfig config =
      read_samconfig("s.toml",
                     "[default.deploy.parameters]\n"
                     "parameter_overrides = [\"A=1\", \"B=\\\"two words\\\"\", \"C=3\"]\n");
  CHECK(config.parameters == Overrides{
                                 {"A", "1"        },
                                 {"B", "two words"},
                                 {"C", "3"        }
  });
}

TEST_CASE("a value may go over several lines") {
  const Overrides both = {
      {"A", "1"        },
      {"B", "two words"}
  };
  CHECK(read_samconfig("s.toml",
                       "[default.deploy.parameters]\n"
                       "parameter_overrides = [\n  \"A=1\",\n  \"B=\\\"two words\\\"\",\n]\n"
                       "stack_name = \"orders\"\n")
            .parameters == both);
  const SamConfig config =
      read_samconfig("s.toml",
                     "[default.deploy.parameters]\n"
                     "parameter_overrides = \"\"\"\nA=1\nB='two words'\n\"\"\"\n"
                     "stack_name = \"orders\"\n");
  CHECK(config.parameters == both);
  CHECK(config.stack_name == "orders");
}

TEST_CASE("comments are no part of what they stand beside") {
  const SamConfig config =
      read_samconfig("s.toml",
                     "# all of it\n"
                     "[default.deploy.parameters] # of deploy\n"
                     "parameter_overrides = [ # some\n  \"A=#1\", # the first\n  'B=x'\n] # these\n"
                     "  # nothing\n"
                     "stack_name = 'or#ders' # its name\n"
                     "[other]\n"
                     "text = '''\n[no table # no comment\n'''\n"
                     "stack_name = \"a\\\"#b\"\n");
  CHECK(config.stack_name == "or#ders");
  CHECK(config.parameters.at("A") == "#1");
}

TEST_CASE("what is no TOML is named with its line") {
  const auto fault = [](const char* toml) {
    try {
      read_samconfig("s.toml", toml);
      return std::string();
    } catch (const Fault& error) {
      return std::string(error.what());
    }
  };
  CHECK(fault("version = 0.1\n\n[default.deploy.parameters\nstack_name = \"x\"\n") ==
        "s.toml, line 3: there is no ] behind the table's name");
  CHECK(fault("[a]\nstack_name: x\n") ==
        "s.toml, line 2: it is neither a [table] nor a setting = value");
  CHECK(fault("[a]\nb = [\n1,\n") == "s.toml, line 2: the value has no end");
  CHECK(fault("a = \"\"\"x\ny") == "s.toml, line 1: the value has no end");
  CHECK(fault("").empty());
}

TEST_CASE("a samconfig may be YAML") {
  const SamConfig config = read_yaml_samconfig(
      "s.yaml",
      "version: 0.1\n"
      "default:\n"
      "  global: {parameters: {stack_name: global, parameter_overrides: 'A=1 B=2'}}\n"
      "  deploy: {parameters: {parameter_overrides: [A=3, C=4]}}\n"
      "prod: {deploy: {parameters: {stack_name: prod}}}\n");
  CHECK(config.stack_name == "global");
  CHECK(config.parameters == Overrides{
                                 {"A", "3"},
                                 {"B", "2"},
                                 {"C", "4"}
  });
  CHECK(read_yaml_samconfig("s.yaml",
                            "default: {deploy: {parameters: {parameter_overrides: {A: 1}}}}")
            .parameters == Overrides{
                               {"A", "1"}
  });
  CHECK(read_yaml_samconfig("s.yaml", "version: 0.1").stack_name.empty());
  CHECK_THROWS_WITH(read_yaml_samconfig("s.yaml", "a: [1"), doctest::Contains("s.yaml, line "));
}

TEST_CASE("of several samconfigs the first that sam looks for is read") {
  const TemporaryPlace place;
  CHECK(samconfig_in(place.path()).stack_name.empty());
  write(place.path() / "samconfig.yml", "default: {deploy: {parameters: {stack_name: yml}}}");
  CHECK(samconfig_in(place.path()).stack_name == "yml");
  write(place.path() / "samconfig.yaml", "default: {deploy: {parameters: {stack_name: yaml}}}");
  CHECK(samconfig_in(place.path()).stack_name == "yaml");
  write(place.path() / "samconfig.toml", "[default.deploy.parameters]\nstack_name = \"toml\"\n");
  CHECK(samconfig_in(place.path()).stack_name == "toml");
}

}  // namespace samconfig_test
