#include "server/shown_logs.h"

#include <doctest/doctest.h>

namespace shown_logs_test {

namespace {

class KeptLogs : public lambda_host::LogSink {
 public:
  void append(const lambda_host::LogOrigin& origin,
              std::vector<lambda_host::LogEvent> events) override {
    stream = origin.stream;
    for (auto& event : events) messages += event.message;
  }
  bool has_room() const override { return room; }

  std::string stream;
  std::string messages;
  bool room = true;
};

}  // namespace

TEST_CASE("lines that are shown are kept, too, and only that makes handlers wait") {
  KeptLogs kept;
  std::string shown;
  server::ShownLogs logs(kept, false, [&](const std::string& lines) { shown += lines; });
  logs.append(
      {
          {},
          "orders", "group", "stream"
  },
      {{{}, "one\n"}, {{}, "two\n"}});
  CHECK(shown == "orders     | one\norders     | two\n");
  CHECK(kept.messages == "one\ntwo\n");
  CHECK(kept.stream == "stream");
  CHECK(logs.has_room());
  kept.room = false;
  CHECK_FALSE(logs.has_room());
}

TEST_CASE("lines are shown in colour if that is wanted") {
  KeptLogs kept;
  std::string shown;
  server::ShownLogs logs(kept, true, [&](const std::string& lines) { shown += lines; });
  logs.append(
      {
          {},
          "orders", "group", "stream"
  },
      {{{}, "one\n"}});
  CHECK(shown == "\x1b[32morders     |\x1b[0m one\n");
}

}  // namespace shown_logs_test
