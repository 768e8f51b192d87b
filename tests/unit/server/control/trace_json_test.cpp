#include "server/control/trace_json.h"

#include "storage/sqlite/transaction.h"
#include "tests/unit/server/control/control_fixture.h"

#include <doctest/doctest.h>

namespace trace_json_test {

using namespace std::chrono_literals;
using lambda_host::AttemptOutcome;
using lambda_host::TracedAttempt;
using lambda_host::TracedWindow;

namespace {

// One window of a mapping, and what is shown of it.
struct Fixture : ControlFixture {
  Fixture() {
    window.lane = {stream().shards[0].number, 0};
    window.start = core::WallTime{1734480000s};
    window.end = window.start + 60s;
    window.first = core::SequenceNumber(2);
    window.last = core::SequenceNumber(5);
  }
  TracedAttempt& add(AttemptOutcome outcome, const std::string& request_id = "") {
    TracedAttempt& attempt = window.attempts.newest.emplace_back();
    attempt.number = ++window.attempts.count;
    attempt.outcome = outcome;
    attempt.started = window.end;
    attempt.request_id = request_id;
    return attempt;
  }
  void print(const std::vector<std::string>& lines, std::int64_t at = 1734480060000) {
    std::vector<storage::NewLogEvent> events;
    for (const std::string& line : lines) events.push_back({at, line});
    storage::sqlite::Transaction transaction(engine.connection);
    engine.services.logs.append(engine.scope, "group", "stream", events, at);
    transaction.commit();
  }
  std::string shown(bool with_log_lines = false) {
    core::json::Writer writer;
    server::control::TraceWriter(*services, mappings->require(engine.scope, id.get()),
                                 with_log_lines)
        .write(writer, window);
    return writer.take();
  }
  // From "outcome" on.
  std::string outcome(bool with_log_lines = false) {
    const std::string text = shown(with_log_lines);
    return text.substr(text.find(R"("outcome")"));
  }

  core::MappingId id = map();
  TracedWindow window;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "the end of a window shows it as its event does, and its records") {
  CHECK(shown() ==
        R"({"shard":")" + stream().shards[0].id.get() +
            R"(","window":{"start":"2024-12-18T00:00:00Z","end":"2024-12-18T00:01:00Z"},)"
            R"("isFinalInvokeForWindow":true,"isWindowTerminatedEarly":false,)"
            R"("first":"100000000000000000002","last":"100000000000000000005",)"
            R"("outcome":"pending","attempts":0,"newest_attempts":[]})");
  window.is_terminated_early = true;
  window.lane.shard += 100;  // one that is gone
  CHECK(shown().starts_with(R"({"shard":"","window")"));
  CHECK(shown().find(R"("isWindowTerminatedEarly":true)") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "one that was given up says why, and who is told") {
  window.discard = lambda_host::Discard{};
  CHECK(outcome() ==
        R"("outcome":"discarded","attempts":0,"discarded":{"condition":"RetryAttemptsExhausted"},)"
        R"("newest_attempts":[]})");
  id = map(R"(,"DestinationConfig":{"OnFailure":{"Destination":)"
           R"("arn:aws:sqs:us-east-1:000000000000:dead"}})",
           "g");
  CHECK(outcome().find(R"("discarded":{"condition":"RetryAttemptsExhausted",)"
                       R"("destination":"arn:aws:sqs:us-east-1:000000000000:dead"})") !=
        std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "one that its destination doesn't take says why") {
  id = map(R"(,"DestinationConfig":{"OnFailure":{"Destination":)"
           R"("arn:aws:sqs:us-east-1:000000000000:dead"}})",
           "g");
  window.kept = lambda_host::KeptDiscard{lambda_host::DiscardReason::record_age_exceeded, 3, "no"};
  CHECK(outcome() ==
        R"("outcome":"pending","attempts":0,"discarding":{"condition":"RecordAgeExceeded",)"
        R"("destination":"arn:aws:sqs:us-east-1:000000000000:dead","times":3,"error":"no"},)"
        R"("newest_attempts":[]})");
}

TEST_CASE_FIXTURE(Fixture, "an attempt has a duration once it ended, and whatever else is known") {
  TracedAttempt& refused = add(AttemptOutcome::refused);
  refused.times = 2;
  refused.error = "gone";
  add(AttemptOutcome::refused);
  TracedAttempt& failed = add(AttemptOutcome::failed, "r-1");
  failed.duration = 1234567us;
  failed.error = "no";
  failed.fault = lambda_host::DeliveryEffect::kill;
  CHECK(
      outcome() ==
      R"("outcome":"pending","attempts":3,"newest_attempts":[)"
      R"({"attempt":1,"outcome":"not invoked","times":2,"started":1734480060.000,"error":"gone"},)"
      R"({"attempt":2,"outcome":"not invoked","started":1734480060.000},)"
      R"({"attempt":3,"outcome":"failed","started":1734480060.000,"duration_ms":1234.57,)"
      R"("request_id":"r-1","error":"no","fault":"kill"}]})");
}

TEST_CASE_FIXTURE(Fixture,
                  "its place in the log is from START to REPORT, the lines only on demand") {
  TracedAttempt& attempt = add(AttemptOutcome::delivered, "r-1");
  attempt.log_group = "group";
  attempt.log_stream = "stream";
  const std::string nowhere = R"("log":{"group":"group","stream":"stream"}}]})";
  CHECK(outcome().ends_with(nowhere));
  print({"INIT_START", "START RequestId: r-1 x", "hello", "REPORT RequestId: r-1\tx"});
  const std::string text = outcome();
  CHECK(text.find(R"("log":{"group":"group","stream":"stream",)"
                  R"("first_event":{"timestamp":1734480060000,"eventId":")") != std::string::npos);
  CHECK(text.find(R"("last_event":{"timestamp":1734480060000,"eventId":")") != std::string::npos);
  CHECK(text.find("lines") == std::string::npos);
  CHECK(outcome(true).ends_with(
      R"("lines":["START RequestId: r-1 x","hello","REPORT RequestId: r-1\tx"]}}]})"));
}

TEST_CASE_FIXTURE(Fixture, "of an attempt a hundred lines are shown") {
  TracedAttempt& attempt = add(AttemptOutcome::delivered, "r-1");
  attempt.log_group = "group";
  attempt.log_stream = "stream";
  std::vector<std::string> lines{"START RequestId: r-1 x"};
  for (int n = 2; n <= 101; ++n) lines.push_back("line " + std::to_string(n));
  print(lines);
  const std::string text = outcome(true);
  CHECK(text.find("\"line 100\"") != std::string::npos);
  CHECK(text.find("\"line 101\"") == std::string::npos);
}

TEST_CASE_FIXTURE(Fixture,
                  "a log event of several kilobytes costs as many, and all lines some megabytes") {
  TracedAttempt& attempt = add(AttemptOutcome::delivered, "r-1");
  attempt.log_group = "group";
  attempt.log_stream = "stream";
  print({"START RequestId: r-1 x"});
  print(std::vector<std::string>(200, std::string(200'000, 'x')));
  print({"REPORT RequestId: r-1\tx"});
  const std::string text = outcome(true);
  CHECK(text.find(R"("last_event")") != std::string::npos);
  CHECK(text.size() < 300'000);  // 51 lines of 4 KB
  core::json::Writer writer;
  server::control::TraceWriter trace(*services, mappings->require(engine.scope, id.get()), true);
  writer.begin_array();
  for (int n = 0; n < 100; ++n) trace.write(writer, window);
  CHECK(writer.end_array().take().size() < 5 << 20);
}

TEST_CASE_FIXTURE(Fixture, "the log is read as far as that may cost in one answer") {
  TracedAttempt& attempt = add(AttemptOutcome::delivered, "r-1");
  attempt.log_group = "group";
  attempt.log_stream = "stream";
  print(std::vector<std::string>(9'999, "before"));
  print({"START RequestId: r-1 x"});
  CHECK(outcome().find("first_event") != std::string::npos);
  window.attempts.newest.back().request_id = "r-2";
  print({"START RequestId: r-2 x"});
  CHECK(outcome().find("first_event") == std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "what several show of one attempt is read once, and of each attempt") {
  add(AttemptOutcome::failed, "r-1");
  add(AttemptOutcome::delivered, "r-1").started = window.end + 1s;  // tried again under its id
  for (TracedAttempt& attempt : window.attempts.newest) {
    attempt.log_group = "group";
    attempt.log_stream = "stream";
  }
  print(std::vector<std::string>(4'000, "before"));
  print({"START RequestId: r-1 x", "REPORT RequestId: r-1\tx"});
  print({"START RequestId: r-1 x", "again", "REPORT RequestId: r-1\tx"}, 1734480061000);
  core::json::Writer writer;
  server::control::TraceWriter trace(*services, mappings->require(engine.scope, id.get()), true);
  writer.begin_array();
  for (int n = 0; n < 4; ++n) trace.write(writer, window);
  const std::string text = writer.end_array().take();
  std::size_t shown = 0;
  for (auto at = text.find("\"again\""); at != text.npos; at = text.find("\"again\"", at + 1))
    ++shown;
  CHECK(shown == 4);
}

}  // namespace trace_json_test
