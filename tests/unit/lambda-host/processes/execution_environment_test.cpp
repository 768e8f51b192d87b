#include "lambda-host/processes/execution_environment.h"

#include "tests/unit/lambda-host/processes/handler_pool_fixture.h"

#include <map>

namespace execution_environment_test {

using namespace handler_pool_fixture;

TEST_CASE_FIXTURE(HandlerPoolFixture,
                  "a wall clock that is moved changes nothing of an invocation's time") {
  start();
  const std::int64_t begin = core::epoch_milliseconds(clock.now());
  clock.set(clock.now() + 24h);
  invoke("1");
  run_until([&] { return contains(sink.messages(), "begins\n"); });
  clock.set(clock.now() - 24h);
  std::map<std::string, std::string> seen;
  mount.handlers.at(1)({"GET", "/2018-06-01/runtime/invocation/next", headers_for(1), {}},
                       [&](const core::HttpResponse& response) {
                         seen = {response.headers.begin(), response.headers.end()};
                       });
  CHECK(seen["Lambda-Runtime-Deadline-Ms"] == std::to_string(begin + 1000));
  clock.set(clock.now() - 1h);
  clock.advance(2ms);
  respond(1, "1", "one");
  CHECK(results.at(0).duration == 2ms);
  CHECK(contains(results[0].log_tail, "Duration: 2.00 ms\tBilled Duration: 2 ms"));
  CHECK(contains(results[0].log_tail, "Init Duration: 0.00 ms\t\n"));
}

TEST_CASE_FIXTURE(HandlerPoolFixture,
                  "nor does it end a process that takes its time to come back") {
  start();
  invoke("1");
  next(1);
  respond(1, "1", "x");
  clock.set(clock.now() + 24h);
  invoke("2");
  run_until([&] { return mount.last_port == 2; });  // the first one is given up waiting for
  io.run_for(20ms);
  CHECK(pool->process_count() == 2);
}

TEST_CASE_FIXTURE(HandlerPoolFixture, "a time limit is over at once when somebody asked for that") {
  start();
  invoke("1", kName, {}, lambda_host::Interruption::timeout);
  const auto event = next(1);
  CHECK(results.empty());
  run_until([&] { return results.size() == 1; });
  CHECK(event->empty());
  CHECK(results[0].error_type == "Sandbox.Timedout");
  CHECK(results[0].duration == 1s);
  CHECK(contains(results[0].log_tail, " id-1 Task timed out after 1.00 seconds\n\nEND"));
  CHECK(contains(results[0].log_tail, "Duration: 1000.00 ms\tBilled Duration: 1000 ms"));
  invoke("2");
  run_until([&] { return mount.last_port == 2; });
  next(2);
  respond(2, "2", "two");
  CHECK(results.at(1).payload == "two");
}

TEST_CASE_FIXTURE(HandlerPoolFixture,
                  "a process is killed before it sees what somebody asked for") {
  start();
  invoke("1", kName, {}, lambda_host::Interruption::kill);
  const auto event = next(1);
  CHECK(results.empty());
  run_until([&] { return results.size() == 1; });
  CHECK(event->find("1") == std::string::npos);
  CHECK(results[0].error_type == "Runtime.ExitError");
  CHECK(results[0].payload ==
        R"({"errorType":"Runtime.ExitError","errorMessage":"RequestId: id-1 Error: Runtime exited )"
        R"(with error: signal: killed"})");
}

}  // namespace execution_environment_test
