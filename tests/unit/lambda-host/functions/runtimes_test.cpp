#include "lambda-host/functions/runtimes.h"

#include "tests/unit/lambda-host/functions/registry_fixture.h"

#include <doctest/doctest.h>

#include <set>

namespace runtimes_test {

using lambda_host::Runtimes;
using registry_fixture::error_of;
using registry_fixture::kName;
using registry_fixture::kScope;

namespace {

// A machine that has these programs.
Runtimes machine_with(std::set<std::string> programs, lambda_host::RuntimeCommands commands = {}) {
  return Runtimes([programs = std::move(programs)](
                      const std::string& name) { return programs.count(name) > 0; },
                  std::move(commands));
}

const std::string kNodeMissing =
    "InvalidParameterValueException: Rivulet runs nodejs22.x by the program node, which isn't in "
    "its "
    "PATH. Install it and try again: on Debian, it is in the package nodejs.";
const std::string kPythonMissing =
    "InvalidParameterValueException: Rivulet runs python3.13 by the program python3, which isn't "
    "in "
    "its PATH. Install it and try again: on Debian, it is in the package python3.";

}  // namespace

TEST_CASE("a runtime whose program is missing is refused with the package that has it") {
  struct Case {
    const char* runtime;
    std::set<std::string> programs;
    std::string error;
  };
  const Case cases[] = {
      {"nodejs22.x",      {"node", "python3"}, ""            },
      {"nodejs22.x",      {"python3"},         kNodeMissing  },
      {"python3.13",      {"node", "python3"}, ""            },
      {"python3.13",      {"node", "python"},  kPythonMissing},
      {"provided.al2023", {},                  ""            },
  };
  for (const Case& c : cases) {
    CAPTURE(c.runtime);
    CHECK(error_of([&] { machine_with(c.programs).require(c.runtime); }) == c.error);
  }
}

TEST_CASE("a runtime that Rivulet can't run by itself is refused unless there is a command") {
  for (const char* runtime : {"java21", "java8.al2", "dotnet8", "dotnetcore3.1", "ruby3.3"}) {
    CHECK(error_of([&] { Runtimes().require(runtime); }) ==
          "InvalidParameterValueException: Rivulet can't run the runtime " + std::string(runtime) +
              ". It runs nodejs, python and provided runtimes, and others by a command that it is "
              "started with: --runtime " +
              runtime + "=COMMAND.");
    CHECK(error_of([&] {
            machine_with(
                {
            },
                {{runtime, "exec any"}})
                .require(runtime);
          }).empty());
    CHECK_FALSE(error_of([&] {
                  machine_with(
                      {
                  },
                      {{"java", "x"}})
                      .require(runtime);
                }).empty());
  }
}

TEST_CASE("a command's program is looked for if we know where to get it") {
  struct Case {
    const char* runtime;
    const char* command;
    const char* program;
    const char* package;
  };
  const Case cases[] = {
      {"java25",  "exec java -cp x",          "java",    "default-jre-headless"},
      {"java21",  "java -cp /opt/client.jar", "java",    "default-jre-headless"},
      {"ruby3.3", "ruby",                     "ruby",    "ruby"                },
      {"php",     "php client.php",           "php",     "php-cli"             },
      {"typed",   "node --import tsx x",      "node",    "nodejs"              },
      {"snake",   "python3 -m client",        "python3", "python3"             },
  };
  for (const Case& c : cases) {
    CAPTURE(c.command);
    const lambda_host::RuntimeCommands commands = {
        {c.runtime, c.command}
    };
    CHECK(error_of([&] { machine_with({}, commands).require(c.runtime); }) ==
          "InvalidParameterValueException: Rivulet runs " + std::string(c.runtime) +
              " by the program " + c.program +
              ", which isn't in its PATH. Install it and try again: on Debian, it is in the "
              "package " +
              c.package + ".");
    CHECK(error_of([&] { machine_with({c.program}, commands).require(c.runtime); }).empty());
  }
  CHECK(error_of([&] {
          machine_with(
              {
          },
              {{"x", "X=1 java"}})
              .require("x");
        }).empty());
}

TEST_CASE("what is no runtime is refused in AWS's words, unless there is a command") {
  for (const char* runtime : {"cobol", "nodejs26.x", "python3", ""}) {
    for (const Runtimes& machine : {machine_with({}), Runtimes()}) {
      CHECK(error_of([&] { machine.require(runtime); }) ==
            "InvalidParameterValueException: Value " + std::string(runtime) +
                " at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: "
                "[nodejs20.x, python3.14, provided.al2023, python3.12, python3.13, nodejs24.x, "
                "nodejs22.x, java25, python3.10, python3.11, java21, ruby3.3, ruby3.4, ruby3.2, "
                "python3.8, python3.9, java17, nodejs16.x, dotnet10, dotnet8, java11, dotnet6, "
                "nodejs18.x, provided.al2, java8.al2] or be a valid ARN");
    }
    CHECK(error_of([&] {
            machine_with(
                {
            },
                {{runtime, "any"}})
                .require(runtime);
          }).empty());
  }
}

TEST_CASE("where nobody looks, every program counts as there") {
  for (const char* runtime : {"nodejs22.x", "python3.13", "provided"}) {
    CHECK(error_of([&] { Runtimes().require(runtime); }).empty());
  }
}

TEST_CASE_FIXTURE(registry_fixture::Fixture,
                  "a function is neither made of nor changed to a runtime that is missing here") {
  create();
  registry->set_runtimes(machine_with({}));
  CHECK(error_of([&] {
          registry->check_create(kScope, core::FunctionName("g"), registry_fixture::settings());
        }).find("by the program node") != std::string::npos);
  lambda_host::FunctionSettings change;
  change.runtime = "python3.13";
  CHECK(error_of([&] { registry->update_configuration(kScope, kName, change); }) == kPythonMissing);
  CHECK(latest().runtime == "nodejs20.x");
  describe("what leaves the runtime as it is needs no program");
}

}  // namespace runtimes_test
