#include "lambda-host/functions/runtime.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

using lambda_host::require_runtime;
using lambda_host::RuntimeFamily;

namespace {

std::string error_of(const char* runtime) {
  try {
    require_runtime(runtime);
  } catch (const core::ApiError& error) {
    CHECK(error.code() == core::ErrorCode::invalid_parameter_value);
    return error.message();
  }
  return {};
}

}  // namespace

TEST_CASE("old and new runtimes of a family are run alike") {
  struct Case {
    const char* runtime;
    RuntimeFamily family;
  };
  const Case cases[] = {
      {"nodejs20.x",      RuntimeFamily::node    },
      {"nodejs10.x",      RuntimeFamily::node    },
      {"nodejs4.3",       RuntimeFamily::node    },
      {"nodejs8.10",      RuntimeFamily::node    },
      {"python3.7",       RuntimeFamily::python  },
      {"python3.14",      RuntimeFamily::python  },
      {"provided",        RuntimeFamily::provided},
      {"provided.al2",    RuntimeFamily::provided},
      {"provided.al2023", RuntimeFamily::provided},
  };
  for (const Case& c : cases) {
    CAPTURE(c.runtime);
    CHECK(require_runtime(c.runtime) == c.family);
  }
}

TEST_CASE("runtimes that Rivulet can't run are refused by name") {
  for (const char* runtime :
       {"java21", "java8.al2", "dotnet8", "dotnetcore3.1", "ruby3.3", "go1.x"}) {
    CHECK(error_of(runtime) == "Rivulet can't run the runtime " + std::string(runtime) +
                                   ". It runs nodejs, python and provided runtimes.");
  }
}

TEST_CASE("what is no runtime is refused in AWS's words") {
  for (const char* runtime : {"cobol", "nodejs", "nodejs20.", "nodejsx", "python3", "python3.", "",
                              "nodejs20.x1", "provided.al3"}) {
    CHECK(error_of(runtime) ==
          "Value " + std::string(runtime) +
              " at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: "
              "[nodejs20.x, python3.14, provided.al2023, python3.12, python3.13, nodejs24.x, "
              "nodejs22.x, java25, python3.10, python3.11, java21, ruby3.3, ruby3.4, ruby3.2, "
              "python3.8, python3.9, java17, nodejs16.x, dotnet10, dotnet8, java11, dotnet6, "
              "nodejs18.x, provided.al2, java8.al2] or be a valid ARN");
  }
}

TEST_CASE("a runtime's version is named by an ARN in the region's partition") {
  const auto arn = [](const char* region) {
    return lambda_host::runtime_version_arn(core::Region(region), "nodejs20.x");
  };
  constexpr std::string_view kEast = "arn:aws:lambda:us-east-1::runtime:";
  constexpr std::string_view kChina = "arn:aws-cn:lambda:cn-north-1::runtime:";
  CHECK(arn("us-east-1").starts_with(kEast));
  CHECK(arn("us-east-1").size() == kEast.size() + 64);
  CHECK(arn("cn-north-1").starts_with(kChina));
}
