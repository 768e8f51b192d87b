#include "lambda-host/logs/system_log.h"

#include "lambda-host/functions/runtime.h"

#include <doctest/doctest.h>

namespace system_log_test {

using namespace lambda_host;
using namespace std::chrono_literals;

namespace {

using Lines = std::vector<std::string>;

struct Fixture {
  Fixture() {
    function.scope = {core::AccountId("000000000000"), core::Region("us-east-1")};
    function.name = core::FunctionName("f");
    function.runtime = "python3.12";
    function.timeout_seconds = 5;
    function.logging.format = LogFormat::json;
    report.duration = 3010us;
    report.memory_megabytes = 128;
    report.peak_memory_bytes = 36 << 20;
    report.produced_bytes = 40;
  }
  std::string event(const std::string& type, const std::string& record) const {
    return R"({"time":"2025-02-22T03:03:25.490Z","type":"platform.)" + type + R"(","record":{)" +
           record + "}}\n";
  }
  void set_level(const char* level) { function.logging.system_log_level = level; }

  core::ManualClock clock{core::from_epoch_milliseconds(1'740'193'405'490)};
  FunctionConfiguration function;
  InvocationReport report;
  SystemLog log{function, clock};
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "in text, Lambda's lines are what they always were") {
  function.logging.format = LogFormat::text;
  CHECK(log.init_start({}, "stream") == init_start_line(function));
  CHECK(log.init_end({}, {1ms, "success", {}}).empty());
  CHECK(log.init_end({}, {1ms, "error", "E"}) ==
        Lines{init_report_line(1ms, "init", "error", "E")});
  CHECK(log.init_end({false, true}, {1ms, "timeout", {}}) ==
        Lines{init_report_line(1ms, "invoke", "timeout", {})});
  CHECK(log.start("id", "arn") == "START RequestId: id Version: $LATEST\n");
  CHECK(log.end("id", report) == "END RequestId: id\n");
  CHECK(log.report("id", report) == report_line("id", report));
  CHECK(log.timed_out("id") == "2025-02-22T03:03:25.490Z id Task timed out after 5.00 seconds\n\n");
  CHECK(log.exited("RequestId: id Error: gone", "Runtime.ExitError") ==
        "RequestId: id Error: gone\nRuntime.ExitError\n");
}

TEST_CASE_FIXTURE(Fixture, "in JSON, an init begins with what it is about") {
  struct Case {
    InitPhase phase;
    const char* members;
  };
  const Case cases[] = {
      {{false, false}, R"("initializationType":"on-demand","phase":"init",)"              },
      {{false, true},  R"("initializationType":"on-demand","phase":"invoke",)"            },
      {{true, false},  R"("initializationType":"provisioned-concurrency","phase":"init",)"},
  };
  const std::string arn = runtime_version_arn(function.scope.region, "python3.12");
  for (const Case& c : cases) {
    CHECK(log.init_start(c.phase, "2025/02/22/[$LATEST]ab") ==
          event("initStart", c.members + (R"("runtimeVersion":"python:3.12.v1",)" +
                                          (R"("runtimeVersionArn":")" + arn) +
                                          R"(","functionName":"f","functionVersion":"$LATEST",)"
                                          R"("instanceId":"2025/02/22/[$LATEST]ab",)"
                                          R"("instanceMaxMemory":134217728)")));
  }
}

TEST_CASE_FIXTURE(Fixture, "in JSON, an invocation's begin and end are events") {
  set_level("DEBUG");
  CHECK(log.start("id", "arn:f:1") ==
        event("start", R"("requestId":"id","functionArn":"arn:f:1","version":"$LATEST")"));
  CHECK(log.end("id", report) == event("runtimeDone",
                                       R"("requestId":"id","status":"success",)"
                                       R"("metrics":{"durationMs":3.01,"producedBytes":40})"));
  CHECK(log.report("id", report) ==
        event("report", R"("requestId":"id","metrics":{"durationMs":3.01,"billedDurationMs":4,)"
                        R"("memorySizeMB":128,"maxMemoryUsedMB":36},"status":"success")"));
  report.init_duration = 463512us;
  CHECK(log.report("id", report).find(R"("maxMemoryUsedMB":36,"initDurationMs":463.512})") !=
        std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "in JSON, what failed says how") {
  report.status = "error";
  report.error_type = "Runtime.ExitError";
  report.produced_bytes = 0;
  CHECK(log.end("id", report) ==
        event("runtimeDone", R"("requestId":"id","status":"error","errorType":"Runtime.ExitError",)"
                             R"("metrics":{"durationMs":3.01,"producedBytes":0})"));
  CHECK(log.report("id", report)
            .ends_with(R"("maxMemoryUsedMB":36},"status":"error","errorType":"Runtime.ExitError"}})"
                       "\n"));
  report.status = "timeout";
  CHECK(log.report("id", report)
            .ends_with(R"("maxMemoryUsedMB":36},"status":"timeout"}})"
                       "\n"));
  CHECK(log.timed_out("id").empty());
  CHECK(log.exited("message", "type").empty());
  CHECK(log.init_end({false, true}, {4490140us, "error", "Runtime.ExitError"}) ==
        Lines{event("initRuntimeDone",
                    R"("initializationType":"on-demand","phase":"invoke","status":"error",)"
                    R"("errorType":"Runtime.ExitError")"),
              event("initReport",
                    R"("initializationType":"on-demand","phase":"invoke","status":"error",)"
                    R"("errorType":"Runtime.ExitError","metrics":{"durationMs":4490.14})")});
}

TEST_CASE_FIXTURE(Fixture, "durations have thousandths of a millisecond as far as needed") {
  set_level("DEBUG");
  struct Case {
    core::Duration duration;
    const char* text;
  };
  const Case cases[] = {
      {5s,        "5000.0"  },
      {1072145us, "1072.145"},
      {565400us,  "565.4"   },
      {0us,       "0.0"     },
      {100ms,     "100.0"   },
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    report.duration = c.duration;
    CHECK(log.end("id", report).find(std::string(R"("durationMs":)") + c.text + ",") !=
          std::string::npos);
  }
}

// Lambda guide, "System log level event mapping".
TEST_CASE_FIXTURE(Fixture, "a level keeps out what is below it") {
  struct Case {
    const char* level;
    bool shows_debug;
    bool shows_info;
  };
  for (const Case& c : {
           Case{"DEBUG", true,  true },
           {"INFO",  false, true },
           {"WARN",  false, false}
  }) {
    CAPTURE(c.level);
    set_level(c.level);
    report.status = {};
    CHECK(log.init_start({}, "s").empty() != c.shows_info);
    CHECK(log.init_end({}, {}).size() == (c.shows_debug ? 2 : 0));
    CHECK(log.init_end({true, false}, {}).size() ==
          std::size_t{c.shows_debug} + std::size_t{c.shows_info});
    CHECK(log.start("id", "arn").empty() != c.shows_info);
    CHECK(log.end("id", report).empty() != c.shows_debug);
    CHECK(log.report("id", report).empty() != c.shows_info);
    report.status = "timeout";
    CHECK_FALSE(log.end("id", report).empty());
    CHECK_FALSE(log.report("id", report).empty());
    CHECK(log.init_end({}, {1ms, "timeout", {}}).size() == 2);
  }
}

}  // namespace system_log_test
