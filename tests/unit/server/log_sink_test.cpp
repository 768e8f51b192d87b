#include "server/log_sink.h"

#include "tests/support/engine.h"

#include <doctest/doctest.h>

namespace log_sink_test {

namespace {

using lambda_host::LogEvent;
using server::LogWriter;

// Rings when the test says so.
class HandAlarm : public lambda_host::Alarm {
 public:
  explicit HandAlarm(std::function<void()>& call) : call_(call) {}
  void after(core::Duration delay, std::function<void()> call) override {
    CHECK(delay == LogWriter::kWindow);
    call_ = std::move(call);
  }
  void cancel() override { call_ = nullptr; }

 private:
  std::function<void()>& call_;
};

struct Sink {
  tests::Engine engine;
  std::function<void()> window_end;
  LogWriter writer{engine.writer, engine.logs, engine.clock,
                   std::make_unique<HandAlarm>(window_end)};

  Sink() { engine.clock.set(core::from_epoch_milliseconds(2000)); }

  void append(std::vector<LogEvent> events, const std::string& stream = "s") {
    writer.append({engine.scope, "f", "g", stream}, std::move(events));
  }
  void print(std::size_t events, const std::string& message, const std::string& stream = "s") {
    append(std::vector<LogEvent>(events, {core::from_epoch_milliseconds(1000), message}), stream);
  }
  void end_window() {
    REQUIRE(window_end);
    std::exchange(window_end, nullptr)();
    engine.run_turn();
  }
  std::size_t kept() {
    engine.run_turn();
    const auto group = engine.logs.find_group(engine.scope, "g");
    std::size_t events = 0;
    if (group) engine.logs.read_group(group->id, {}, [&](const auto&) { return ++events, true; });
    return events;
  }
};

}  // namespace

TEST_CASE("handlers' lines are readable after the turn they came in") {
  Sink sink;
  const auto at = [](int milliseconds) { return core::from_epoch_milliseconds(milliseconds); };
  sink.append({
      {at(1000), "START\n"},
      {at(1001), "END\n"  }
  });
  sink.append({
      {at(1002), "REPORT\n"}
  });
  sink.writer.append({sink.engine.scope, "f", "idle", "s"}, {});
  CHECK_FALSE(sink.engine.logs.find_group(sink.engine.scope, "g"));
  sink.engine.run_turn();

  const std::string page = sink.engine.answer("FilterLogEvents", R"({"logGroupName":"g"})");
  CHECK(page.find(R"("timestamp":1000,"message":"START\n","ingestionTime":2000)") !=
        std::string::npos);
  CHECK(page.find(R"("timestamp":1002,"message":"REPORT\n")") != std::string::npos);
  CHECK_FALSE(sink.engine.logs.find_group(sink.engine.scope, "idle"));
}

TEST_CASE("so many lines are kept in each short while, of all handlers together") {
  Sink sink;
  sink.print(LogWriter::kEventsPerWindow - 1, "\n");
  sink.print(3, "\n", "t");
  CHECK(sink.kept() == LogWriter::kEventsPerWindow);
  sink.end_window();
  CHECK(sink.kept() == LogWriter::kEventsPerWindow + 2);
  sink.end_window();
  CHECK_FALSE(sink.window_end);  // nothing waits
  sink.print(LogWriter::kEventsPerWindow + 1, "\n");
  CHECK(sink.kept() == 2 * LogWriter::kEventsPerWindow + 2);
}

TEST_CASE("so many bytes are kept in each short while, and one event whatever its size") {
  Sink sink;
  sink.print(5, std::string(LogWriter::kBytesPerWindow / 2, 'x'));
  CHECK(sink.kept() == 2);
  sink.end_window();
  CHECK(sink.kept() == 4);
  sink.end_window();
  CHECK(sink.kept() == 5);
  sink.end_window();
  sink.print(2, std::string(LogWriter::kBytesPerWindow + 1, 'x'));
  CHECK(sink.kept() == 6);
}

TEST_CASE("there is no room while too much waits, by events and by bytes") {
  struct Case {
    std::size_t events;
    std::size_t bytes;
    bool room;
  };
  constexpr std::size_t kShare = LogWriter::kEventsPerWindow;
  constexpr std::size_t kMegabyte = std::size_t{1} << 20;
  const Case cases[] = {
      {kShare + LogWriter::kMaxWaitingEvents,     1,         true },
      {kShare + LogWriter::kMaxWaitingEvents + 1, 1,         false},
      {5,                                         kMegabyte, true },
      {6,                                         kMegabyte, false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.events);
    Sink sink;
    CHECK(sink.writer.has_room());
    sink.print(c.events, std::string(c.bytes, 'x'));
    CHECK(sink.writer.has_room() == c.room);
    if (!c.room) sink.end_window();
    CHECK(sink.writer.has_room());
  }
}

TEST_CASE("all that waits is kept in the end") {
  Sink sink;
  sink.print(5 * LogWriter::kEventsPerWindow, "\n");
  sink.writer.flush();
  CHECK(sink.kept() == 5 * LogWriter::kEventsPerWindow);
  CHECK(sink.writer.has_room());
}

TEST_CASE("what waits of scopes that are dropped is never written") {
  Sink sink;
  const core::Scope other{core::AccountId("111111111111"), core::Region("us-east-1")};
  sink.print(LogWriter::kEventsPerWindow, "kept");
  sink.print(LogWriter::kMaxWaitingEvents + 1, "dropped");
  sink.writer.append(
      {
          other, "f", "g", "s"
  },
      {{core::from_epoch_milliseconds(1000), "other"}});
  CHECK_FALSE(sink.writer.has_room());
  sink.writer.drop({sink.engine.scope.account, {}});
  CHECK(sink.writer.has_room());
  sink.end_window();
  CHECK(sink.kept() == LogWriter::kEventsPerWindow);
  CHECK(sink.engine.logs.find_group(other, "g"));
}

TEST_CASE("lines count for what a turn may do") {
  for (const std::size_t missing : {0, 1}) {
    CAPTURE(missing);
    Sink sink;
    storage::Writer& writer = sink.engine.writer;
    const std::size_t before = storage::Writer::kMaxTurnBytes - 2 * (1024 + 3) - missing;
    writer.submit([&] { writer.count(before); }, {});
    sink.print(2, "abc");
    bool next = false;
    writer.submit([] {}, [&](bool) { next = true; });
    for (const auto& end : std::exchange(sink.engine.deferred, {})) end();
    CHECK(next == (missing == 1));
    sink.engine.run_turn();
    CHECK(next);
  }
}

}  // namespace log_sink_test
