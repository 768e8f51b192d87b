#include "lambda-host/functions/runtimes.h"

#include "tests/unit/lambda-host/functions/registry_fixture.h"

#include <doctest/doctest.h>

#include <set>

using lambda_host::Runtimes;
using registry_fixture::error_of;
using registry_fixture::kName;
using registry_fixture::kScope;

namespace {

// A machine that has these programs.
Runtimes machine_with(std::set<std::string> programs) {
  return Runtimes([programs = std::move(programs)](const std::string& name) {
    return programs.count(name) > 0;
  });
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

TEST_CASE("which name is no runtime doesn't depend on the machine") {
  for (const Runtimes& machine : {machine_with({}), Runtimes()}) {
    CHECK(error_of([&] {
            machine.require("cobol");
          }).starts_with("InvalidParameterValueException: Value cobol at 'runtime' failed"));
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
