#include "lambda-host/logs/log_lines.h"

#include "lambda-host/functions/runtime.h"

#include <doctest/doctest.h>

namespace log_lines_test {

using namespace std::chrono_literals;

TEST_CASE("START and END name the request") {
  CHECK(lambda_host::start_line("id", "$LATEST") == "START RequestId: id Version: $LATEST\n");
  CHECK(lambda_host::end_line("id") == "END RequestId: id\n");
}

TEST_CASE("REPORT tells durations, memory, and what went wrong") {
  struct Case {
    const char* name;
    lambda_host::InvocationReport report;
    const char* line;
  };
  const Case cases[] = {
      {"warm",
       {3010us, 128, 36 << 20, {}, {}, {}},
       "REPORT RequestId: id\tDuration: 3.01 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax "
       "Memory Used: 36 MB\t\n"                                           },
      {"cold",
       {4ms, 256, (36 << 20) + 1, 110100us, {}, {}},
       "REPORT RequestId: id\tDuration: 4.00 ms\tBilled Duration: 4 ms\tMemory Size: 256 MB\tMax "
       "Memory Used: 37 MB\tInit Duration: 110.10 ms\t\n"                 },
      {"timeout",
       {3s, 128, 1 << 20, {}, "timeout", "Sandbox.Timedout"},
       "REPORT RequestId: id\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 128 "
       "MB\tMax Memory Used: 1 MB\tStatus: timeout\n"                     },
      {"crash",
       {1ms, 128, 1 << 20, {}, "error", "Runtime.ExitError"},
       "REPORT RequestId: id\tDuration: 1.00 ms\tBilled Duration: 1 ms\tMemory Size: 128 MB\tMax "
       "Memory Used: 1 MB\tStatus: error\tError Type: Runtime.ExitError\n"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(lambda_host::report_line("id", c.report) == c.line);
  }
}

TEST_CASE("a time-out has a blank between time and request, and two newlines") {
  CHECK(lambda_host::timed_out_line(core::from_epoch_milliseconds(1764037614123), "id", 3) ==
        "2025-11-25T02:26:54.123Z id Task timed out after 3.00 seconds\n\n");
}

TEST_CASE("a crash is told in two lines of one event") {
  CHECK(lambda_host::exit_line("RequestId: id Error: Runtime exited with error: exit status 1",
                               "Runtime.ExitError") ==
        "RequestId: id Error: Runtime exited with error: exit status 1\nRuntime.ExitError\n");
}

TEST_CASE("INIT_START names the runtime and its version") {
  struct Case {
    const char* runtime;
    const char* label;
  };
  const Case cases[] = {
      {"python3.13",      "python:3.13"    },
      {"nodejs20.x",      "nodejs:20"      },
      {"nodejs4.3",       "nodejs:4.3"     },
      {"provided.al2023", "provided:al2023"},
  };
  for (const Case& c : cases) {
    lambda_host::FunctionConfiguration f;
    f.scope.region = core::Region("eu-west-1");
    f.runtime = c.runtime;
    CHECK(lambda_host::init_start_line(f) ==
          "INIT_START Runtime Version: " + std::string(c.label) + ".v1\tRuntime Version ARN: " +
              lambda_host::runtime_version_arn(f.scope.region, c.runtime) + "\n");
  }
}

TEST_CASE("INIT_REPORT tells the phase that failed") {
  CHECK(lambda_host::init_report_line(4490140us, "invoke", "error", "Runtime.ExitError") ==
        "INIT_REPORT Init Duration: 4490.14 ms\tPhase: invoke\tStatus: error\tError Type: "
        "Runtime.ExitError\n");
  CHECK(lambda_host::init_report_line(10s, "init", "timeout", "") ==
        "INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout\n");
}

}  // namespace log_lines_test
