// Which function gets the next place when there are too few.
#include "tests/unit/lambda-host/processes/handler_pool_fixture.h"

namespace handler_pool_line_test {

using namespace handler_pool_fixture;

namespace {

const core::FunctionName kOther("g");
const core::FunctionName kThird("h");

struct Line : HandlerPoolFixture {
  // `total` places; three functions, whose invocations may take as long as a test does.
  void start_with(std::size_t total, std::size_t per_function = 10) {
    lambda_host::HostOptions options;
    options.limits = {per_function, total, 100};
    start(kIdleScript, options);
    create(kOther, kIdleScript, 900);
    create(kThird, kIdleScript, 900);
  }

  // An invocation runs in the process at this port; it is answered, and the process comes back.
  std::shared_ptr<std::string> answer(std::uint16_t port, const std::string& payload) {
    respond(port, payload, "x");
    return next(port);
  }
  void run_until_gone(std::uint16_t port) {
    run_until([&] { return mount.handlers.count(port) == 0; });
  }
};

}  // namespace

TEST_CASE_FIXTURE(Line, "a process that becomes free makes room for another function at once") {
  start_with(1);
  invoke("1", kName);
  CHECK(*next(1) == "1");
  invoke("2", kOther);
  CHECK(mount.last_port == 1);
  answer(1, "1");
  CHECK(mount.last_port == 2);
  CHECK(pool->process_count() == 1);
  CHECK(*next(2) == "2");
  run_until_gone(1);
}

TEST_CASE_FIXTURE(Line, "processes begin in the line's order") {
  start_with(3);
  invoke("1", kThird);
  invoke("2", kName);
  invoke("3", kOther);
  invoke("4", kName);
  CHECK(pool->process_count() == 3);
  CHECK(mount.last_port == 3);
  CHECK(*next(1) == "1");
  CHECK(*next(2) == "2");
  CHECK(*next(3) == "3");
}

TEST_CASE_FIXTURE(Line, "those that are ended before they begin are gone") {
  start_with(3);
  invoke("1", kName);
  invoke("2", kOther);
  invoke("3", kThird);
  CHECK(pool->end_all({}) == 3);
  CHECK(results.size() == 3);
  CHECK(pool->process_count() == 0);
  for (std::uint16_t port = 1; port <= 3; ++port) run_until_gone(port);
  invoke("4", kOther);
  CHECK(*next(4) == "4");
}

TEST_CASE_FIXTURE(Line, "it stays when there is a place for the other function's process") {
  start_with(2);
  invoke("1", kName);
  next(1);
  invoke("2", kOther);
  answer(1, "1");
  CHECK(pool->process_count() == 2);
  CHECK(*next(2) == "2");
}

TEST_CASE_FIXTURE(Line, "it stays when the other function has a process for all that waits") {
  start_with(2);
  invoke("1", kName);
  next(1);
  invoke("2", kOther);  // a process starts for it, and there is no other place
  answer(1, "1");
  CHECK(pool->process_count() == 2);
  CHECK(mount.last_port == 2);
}

TEST_CASE_FIXTURE(Line, "whoever waits longest is first") {
  start_with(1);
  invoke("1", kName);
  next(1);
  invoke("2", kThird);
  invoke("3", kOther);
  answer(1, "1");
  CHECK(*next(2) == "2");
  answer(2, "2");
  CHECK(*next(3) == "3");
  answer(3, "3");
}

TEST_CASE_FIXTURE(Line, "a function's own queue goes on for a second before others have a turn") {
  start_with(1);
  invoke("1", kName);
  next(1);
  for (const char* payload : {"2", "3", "4"}) invoke(payload, kName);
  invoke("5", kOther);
  CHECK(*answer(1, "1") == "2");
  clock.advance(999ms);
  CHECK(*answer(1, "2") == "3");
  clock.advance(1ms);
  answer(1, "3");  // it has to go
  CHECK(*next(2) == "5");
  answer(2, "5");  // nothing more to do
  CHECK(*next(3) == "4");
}

TEST_CASE_FIXTURE(Line, "one that had its turn stands behind those that had none") {
  start_with(1);
  invoke("1", kName);
  next(1);
  for (const char* payload : {"2", "3"}) invoke(payload, kOther);
  invoke("4", kThird);
  answer(1, "1");
  clock.advance(1s);
  CHECK(*next(2) == "2");  // g's next now waits since this
  clock.advance(1s);       // as long as a process serves its own
  answer(2, "2");
  CHECK(*next(3) == "4");
  answer(3, "4");
  CHECK(*next(4) == "3");
}

TEST_CASE_FIXTURE(Line, "a function that fills all places takes turns with those behind it") {
  start_with(2, 2);
  for (const char* payload : {"1", "2", "3", "4", "5"}) invoke(payload, kName);
  CHECK(*next(1) == "1");
  CHECK(*next(2) == "2");
  invoke("6", kOther);
  clock.advance(1s);
  CHECK(*answer(1, "1") == "3");  // it stands first in line, and behind the other now
  CHECK(mount.last_port == 2);
  clock.advance(1s);
  answer(2, "2");  // has to go
  CHECK(*next(3) == "6");
  CHECK(*answer(1, "3") == "4");
}

TEST_CASE_FIXTURE(Line, "a function at its own limit leaves the next place to the one behind it") {
  start_with(2, 1);
  invoke("1", kName);
  next(1);
  invoke("2", kOther);
  next(2);
  invoke("3", kOther);  // waits longer, but may not have a second process
  invoke("4", kThird);
  answer(1, "1");
  CHECK(*next(3) == "4");
  CHECK(*answer(2, "2") == "3");
}

TEST_CASE_FIXTURE(Line, "the process that was idle longest makes room for a new invocation") {
  start_with(2);
  invoke("1", kName);
  next(1);
  invoke("2", kOther);
  next(2);
  answer(2, "2");
  clock.advance(1ms);
  answer(1, "1");
  invoke("3", kThird);
  CHECK(*next(3) == "3");
  run_until_gone(2);
  CHECK(mount.handlers.count(1) == 1);
}

TEST_CASE_FIXTURE(Line, "the place of a process that ended goes to whoever waits longest") {
  start_with(1);
  invoke("1", kName);
  next(1);
  invoke("2", kThird);
  invoke("3", kOther);
  run_until([&] { return mount.last_port == 2; });  // the first took too long
  CHECK(*next(2) == "2");
  CHECK(pool->process_count() == 1);
}

TEST_CASE_FIXTURE(Line, "more functions than places all get their turn") {
  start_with(2);
  for (int i = 0; i < 7; ++i) {
    const core::FunctionName name("many-" + std::to_string(i));
    create(name, kIdleScript, 900);
    invoke(std::to_string(i), name);
  }
  for (std::uint16_t port = 1; port <= 7; ++port) {
    const std::string payload = std::to_string(port - 1);
    CHECK(*next(port) == payload);
    CHECK(pool->process_count() <= 2);
    answer(port, payload);
  }
  CHECK(results.size() == 7);
}

}  // namespace handler_pool_line_test
