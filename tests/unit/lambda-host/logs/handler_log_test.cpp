#include "lambda-host/logs/handler_log.h"

#include "lambda-host/invoker.h"
#include "tests/unit/lambda-host/fakes.h"

#include <doctest/doctest.h>

namespace handler_log_test {

namespace {

using namespace std::chrono_literals;

struct Fixture {
  FakeLogSink sink;
  core::ManualClock clock;
  lambda_host::HandlerLog log{
      sink, clock, {{}, "orders", "group", "stream"}
  };
};

}  // namespace

TEST_CASE_FIXTURE(
    Fixture, "events have the time at which they were read, also by a clock that is moved back") {
  const core::WallTime start = clock.now();
  log.write_output("a\n");
  clock.advance(5ms);
  log.write_output("b\n");
  clock.set(start - 1h);
  log.write_output("c\n");
  CHECK(sink.all == std::vector<lambda_host::LogEvent>{
                        {start,       "a\n"},
                        {start + 5ms, "b\n"},
                        {start - 1h,  "c\n"}
  });
  CHECK(sink.last_origin.function == "orders");
  CHECK(sink.last_origin.group == "group");
  CHECK(sink.last_origin.stream == "stream");
}

TEST_CASE_FIXTURE(Fixture, "an unfinished line comes before Lambda's own") {
  log.write_output("no newline");
  CHECK(sink.all.empty());
  log.write_line("END\n");
  CHECK(sink.messages() == "no newlineEND\n");
  CHECK(sink.all.size() == 2);
}

TEST_CASE_FIXTURE(Fixture, "each event has a line of its own in the tail, and is kept as it came") {
  log.begin_tail();
  log.write_line("START\n");
  log.write_output("no newline");
  log.write_line(R"({"type":"platform.report"})");
  log.write_output("raw\n\n");
  log.write_line("END\n");
  CHECK(log.take_tail() == "START\nno newline\n{\"type\":\"platform.report\"}\nraw\n\nEND\n");
  CHECK(sink.all.at(1).message == "no newline");
}

TEST_CASE_FIXTURE(Fixture, "a line that a level keeps out ends what was unfinished all the same") {
  log.write_line({});
  CHECK(sink.all.empty());
  log.write_output("no newline");
  log.write_line({});
  log.write_output("more\n");
  CHECK(sink.all.size() == 2);
}

TEST_CASE_FIXTURE(Fixture, "the tail holds one invocation's last 4 KB") {
  log.write_line("INIT_START\n");
  log.begin_tail();
  log.write_line("START\n");
  log.write_output("x\n");
  CHECK(log.take_tail() == "START\nx\n");
  log.write_output("between\n");
  log.begin_tail();
  for (int i = 0; i < 100000; ++i) log.write_output("line\n");
  log.write_line("END\n");
  const std::string tail = log.take_tail();
  CHECK(tail.size() == lambda_host::kLogTailBytes);
  CHECK(tail.ends_with("line\nEND\n"));
}

TEST_CASE("a stream is named after day, version and process") {
  const std::string name =
      lambda_host::make_stream_name(core::from_epoch_milliseconds(1764037614123), "$LATEST");
  CHECK(name.starts_with("2025/11/25/[$LATEST]"));
  CHECK(name.size() == std::string("2025/11/25/[$LATEST]").size() + 32);
  CHECK(name !=
        lambda_host::make_stream_name(core::from_epoch_milliseconds(1764037614123), "$LATEST"));
}

}  // namespace handler_log_test
