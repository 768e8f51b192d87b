#include "lambda-host/functions/runtime.h"

#include <doctest/doctest.h>

namespace runtime_test {

using lambda_host::runtime_family;
using lambda_host::RuntimeFamily;

TEST_CASE("old and new runtimes of a family are run alike") {
  struct Case {
    const char* runtime;
    RuntimeFamily family;
  };
  const Case cases[] = {
      {"nodejs20.x",      RuntimeFamily::node    },
      {"nodejs10.x",      RuntimeFamily::node    },
      {"nodejs4.3",       RuntimeFamily::node    },
      {"nodejs4.3-edge",  RuntimeFamily::node    },
      {"nodejs8.10",      RuntimeFamily::node    },
      {"nodejs",          RuntimeFamily::node    },
      {"python2.7",       RuntimeFamily::python  },
      {"python3.14",      RuntimeFamily::python  },
      {"provided",        RuntimeFamily::provided},
      {"provided.al2",    RuntimeFamily::provided},
      {"provided.al2023", RuntimeFamily::provided},
      {"go1.x",           RuntimeFamily::provided},
      {"java21",          RuntimeFamily::foreign },
      {"java8.al2",       RuntimeFamily::foreign },
      {"dotnetcore3.1",   RuntimeFamily::foreign },
      {"ruby4.0",         RuntimeFamily::foreign },
  };
  for (const Case& c : cases) {
    CAPTURE(c.runtime);
    CHECK(runtime_family(c.runtime) == c.family);
    CHECK(lambda_host::is_known_runtime(c.runtime));
  }
}

TEST_CASE("what AWS never had is foreign, whatever it begins with") {
  for (const char* runtime : {"cobol", "nodejs20.", "nodejsx", "nodejs26.x", "python3", "python3.",
                              "", "nodejs20.x1", "provided.al3", "java", "ruby"}) {
    CAPTURE(runtime);
    CHECK(runtime_family(runtime) == RuntimeFamily::foreign);
    CHECK_FALSE(lambda_host::is_known_runtime(runtime));
  }
}

TEST_CASE("our clients speak for Node.js and Python") {
  CHECK(lambda_host::has_our_client(RuntimeFamily::node));
  CHECK(lambda_host::has_our_client(RuntimeFamily::python));
  CHECK_FALSE(lambda_host::has_our_client(RuntimeFamily::provided));
  CHECK_FALSE(lambda_host::has_our_client(RuntimeFamily::foreign));
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

}  // namespace runtime_test
