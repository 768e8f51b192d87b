#include "tests/support/random_values.h"
#include "tests/unit/lambda-host/mappings/delivery_model.h"
#include "tests/unit/lambda-host/mappings/mapping_fixture.h"

#include <doctest/doctest.h>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <map>
#include <string>
#include <vector>

namespace mapping_model_test {

// Random records, parameters, handlers and ends of the process, beside a plain model of the rules:
// at each moment the program must have called the handler and told the destination exactly as the
// model says. RIVULET_TEST_ROUNDS is how many seeds are tried, RIVULET_TEST_SEED the first one.

namespace {

using core::SequenceNumber;
using namespace std::chrono_literals;
using Status = lambda_host::InvocationResult::Status;

constexpr int kRounds = 150;
constexpr int kSteps = 60;

int from_environment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text ? std::atoi(text) : otherwise;
}

struct Parameters {
  explicit Parameters(tests::RandomValues& random) {
    const auto is = [&](int percent) { return random.below(100) < percent; };
    model.batch_size = static_cast<std::size_t>(1 + random.below(5));
    if (is(30)) model.batching_window = 2s;
    model.retries = is(20) ? -1 : random.below(4);
    if (is(30)) model.age = 60s;
    model.bisect = is(40);
    model.reports = is(40);
    if (is(30)) model.tumbling = 10s;
    model.has_destination = is(60);
    filters = is(40);
    if (model.tumbling == 0s) lanes = static_cast<std::uint32_t>(1 + random.below(3));
  }

  std::string members() const {
    const auto number = [](const char* name, auto value) {
      return ",\"" + std::string(name) + "\":" + std::to_string(value);
    };
    const auto seconds = [](core::Duration time) { return time / 1s; };
    std::string text = number("BatchSize", model.batch_size);
    text += number("MaximumBatchingWindowInSeconds", seconds(model.batching_window));
    text += number("MaximumRetryAttempts", model.retries);
    text += number("MaximumRecordAgeInSeconds", model.age ? seconds(*model.age) : -1);
    text += number("TumblingWindowInSeconds", seconds(model.tumbling));
    text += number("ParallelizationFactor", lanes);
    if (model.bisect) text += R"(,"BisectBatchOnFunctionError":true)";
    if (model.reports) text += R"(,"FunctionResponseTypes":["ReportBatchItemFailures"])";
    if (model.has_destination) {
      text += R"(,"DestinationConfig":{"OnFailure":)"
              R"({"Destination":"arn:aws:sns:us-east-1:000000000000:t"}})";
    }
    if (filters) {
      text += R"(,"FilterCriteria":{"Filters":[{"Pattern":)"
              R"("{\"dynamodb\":{\"Keys\":{\"id\":{\"S\":[{\"prefix\":\"k\"}]}}}}"}]})";
    }
    return text;
  }

  model::Settings model;
  bool filters = false;
  std::uint32_t lanes = 1;
};

model::Call call_of(const lambda_host::InvocationRequest& request) {
  model::Call call;
  const auto document = core::json::Document::parse(std::string(request.payload.view()));
  const auto event = document.root().object();
  event.find("Records")->array().for_each([&](const core::json::Value& record) {
    const auto number = record.object().find("dynamodb")->object().find("SequenceNumber");
    call.records.push_back(*core::parse_sequence_number(number->string()));
  });
  if (const auto state = event.find("state")) call.state = state->text();
  const auto is_final = event.find("isFinalInvokeForWindow");
  call.is_final = is_final && is_final->boolean();
  return call;
}

model::Notice notice_of(const std::string& text) {
  const auto document = core::json::Document::parse(text);
  const auto request = document.root().object().find("requestContext")->object();
  const auto batch = document.root().object().find("DDBStreamBatchInfo")->object();
  const auto number = [&](const char* name) {
    return *core::parse_sequence_number(batch.find(name)->string());
  };
  return {std::string(request.find("condition")->string()), number("startSequenceNumber"),
          number("endSequenceNumber"), static_cast<std::size_t>(*batch.find("batchSize")->whole()),
          static_cast<int>(*request.find("approximateInvokeCount")->whole())};
}

// For people: what a failure shows.
std::string text_of(const std::optional<model::Call>& call) {
  if (!call) return "no call";
  std::string text = call->is_final ? "final" : "";
  for (const auto number : call->records) text += std::to_string(number.get()) + " ";
  return text + call->state;
}

std::string text_of(const std::optional<model::Notice>& notice) {
  if (!notice) return "no notice";
  return notice->condition + " " + std::to_string(notice->first.get()) + " to " +
         std::to_string(notice->last.get()) + ", " + std::to_string(notice->count) +
         " records after " + std::to_string(notice->invocations);
}

class Run {
 public:
  explicit Run(unsigned seed)
      : random_(seed),
        parameters_(random_),
        lanes_(parameters_.lanes, model::Lane(parameters_.model)) {
    id_ = fixture_.create(parameters_.members()).id;
  }

  void go() {
    for (int i = 0; i < kSteps; ++i) {
      step();
      check();
    }
    finish();
  }

 private:
  core::WallTime now() const { return fixture_.stored.clock.now(); }

  void step() {
    const int choice = random_.below(100);
    if (choice < 30) return put();
    if (choice < 50) return pass();
    if (choice < 85) return answer(false);
    if (choice < 95) return tell(random_.below(3) > 0);
    restart();
  }

  void put() {
    for (int i = 1 + random_.below(6); i > 0; --i) {
      // One whose id begins with "x" doesn't pass the filter.
      std::string id = (random_.below(4) == 0 ? "x" : "k") + std::to_string(random_.below(8));
      std::string value = std::to_string(++values_);
      fixture_.engine->queue_put({
          {"id", core::AttributeValue(std::move(id))   },
          {"v",  core::AttributeValue(std::move(value))}
      });
    }
    const SequenceNumber from = fixture_.engine->writer.next_sequence();
    fixture_.engine->run_turn();
    for (std::uint32_t lane = 0; lane < parameters_.lanes; ++lane) note_records(from, lane);
  }

  // To which lane a record belongs is the source's business.
  void note_records(SequenceNumber from, std::uint32_t lane) {
    streams::ReadRequest request{fixture_.engine->stream_arn(),
                                 fixture_.engine->stream().shards.front().number, from};
    request.slice = {lane, parameters_.lanes};
    for (const auto& record : fixture_.engine->source.read(request).records) {
      if (parameters_.filters && record.event.text().find(R"("id":{"S":"x)") != std::string::npos)
        continue;
      note("put", std::to_string(record.sequence.get()) + " in lane " + std::to_string(lane));
      lane_of_[record.sequence.get()] = lane;
      lanes_[lane].committed({record.sequence, record.created_at}, now());
    }
  }

  void pass() {
    constexpr core::Duration kTimes[] = {1ms, 100ms, 400ms, 1s, 2s, 10s, 30s, 61s};
    pass(kTimes[random_.below(std::size(kTimes))]);
  }
  // Looks at each moment at which something may happen.
  void pass(core::Duration time) {
    auto& clock = fixture_.stored.clock;
    const core::SteadyTime end = clock.steady_now() + time;
    check();
    for (auto next = fixture_.alarms.next(); next && *next <= end; next = fixture_.alarms.next()) {
      clock.advance(*next - clock.steady_now());
      check();
    }
    clock.advance(end - clock.steady_now());
  }

  void answer(bool well) {
    auto& invocations = fixture_.invoker.invocations;
    if (invocations.empty()) return;
    const auto at = invocations.begin() + static_cast<std::ptrdiff_t>(
                                              random_.below(static_cast<int>(invocations.size())));
    const auto [request, done] = std::move(*at);
    invocations.erase(at);
    const model::Call call = call_of(request);
    lambda_host::InvocationResult result;
    const model::Answer answer = well ? success(call, result) : any_answer(call, result);
    note("answer",
         std::to_string(answer.done) + (answer.failed ? " failed " : " ") + result.payload);
    lane(call).answered(answer, now());
    --known_calls_;
    done(std::move(result));
  }

  model::Answer success(const model::Call& call, lambda_host::InvocationResult& result) {
    model::Answer answer{call.records.size(), false, std::nullopt};
    result.payload = "null";
    if (parameters_.model.tumbling > 0s) {
      answer.state = R"({"n":)" + std::to_string(++values_) + "}";
      result.payload = R"({"state":)" + *answer.state + "}";
    }
    return answer;
  }

  model::Answer any_answer(const model::Call& call, lambda_host::InvocationResult& result) {
    const bool is_read = parameters_.model.reports || parameters_.model.tumbling > 0s;
    switch (random_.below(5)) {
      case 0: return success(call, result);
      case 1:
      case 2:  // it throws, crashes or takes too long
        result.status = Status::function_error;
        result.payload = R"({"errorType":"Error"})";
        return {};
      case 3:  // nonsense
        result.payload = random_.below(2) > 0 ? "{" : R"({"batchItemFailures":[{"a":1}]})";
        if (is_read) return {};
        return {call.records.size(), false, std::nullopt};
      default: return partly(call, result);
    }
  }

  model::Answer partly(const model::Call& call, lambda_host::InvocationResult& result) {
    if (!parameters_.model.reports || call.records.empty()) return success(call, result);
    const int failed = random_.below(static_cast<int>(call.records.size()));
    model::Answer answer = success(call, result);
    answer.done = static_cast<std::size_t>(failed);
    answer.failed = true;
    const std::string failures = R"("batchItemFailures":[{"itemIdentifier":")" +
                                 core::sequence_number_text(call.records[answer.done]) + "\"}]}";
    result.payload =
        answer.state ? R"({"state":)" + *answer.state + "," + failures : "{" + failures;
    return answer;
  }

  void tell(bool it_comes_there) {
    auto& sent = fixture_.destination.sent;
    if (sent.empty()) return;
    const model::Notice notice = notice_of(sent.front().notice.document);
    note("told", it_comes_there ? "it" : "nothing");
    lane(notice.first).sent(it_comes_there, now());
    --known_notices_;
    fixture_.destination.answer(it_comes_there ? std::nullopt : std::optional<std::string>("no"));
  }

  void restart() {
    fixture_.settle();  // what is committed counts
    check();
    note("restart", "");
    fixture_.restart();
    known_calls_ = known_notices_ = 0;
    for (model::Lane& lane : lanes_) lane.restarted(now());
  }

  void note(const std::string& what, const std::string& of) {
    story_ += "\n" + std::to_string(fixture_.stored.clock.steady_now().time_since_epoch() / 1ms) +
              " ms: " + what + " " + of;
  }

  model::Lane& lane(SequenceNumber sequence) { return lanes_[lane_of_.at(sequence.get())]; }
  model::Lane& lane(const model::Call& call) {
    return call.records.empty() ? lanes_.front() : lane(call.records.front());
  }

  // What the program did by now is what the model wants, and all of that.
  void check() {
    fixture_.settle();
    auto& invocations = fixture_.invoker.invocations;
    auto& sent = fixture_.destination.sent;
    while (known_calls_ < invocations.size() || known_notices_ < sent.size()) {
      if (known_notices_ < sent.size()) {
        const model::Notice notice = notice_of(sent[known_notices_++].notice.document);
        note("notice", text_of(notice));
        REQUIRE_MESSAGE(text_of(lane(notice.first).notice(now())) == text_of(notice), story_);
        lane(notice.first).called();
      } else {
        const model::Call call = call_of(invocations[known_calls_++].request);
        note("call", text_of(call));
        REQUIRE_MESSAGE(text_of(lane(call).call(now())) == text_of(call), story_);
        lane(call).called();
      }
    }
    for (model::Lane& each : lanes_) {
      REQUIRE_MESSAGE(text_of(each.call(now())) == "no call", story_);
      REQUIRE_MESSAGE(text_of(each.notice(now())) == "no notice", story_);
    }
  }

  // With a handler that succeeds all comes to its end.
  void finish() {
    const auto idle = [](const model::Lane& lane) { return lane.is_idle(); };
    for (int i = 0; i < 1000 && !std::all_of(lanes_.begin(), lanes_.end(), idle); ++i) {
      answer(true);
      check();
      tell(true);
      check();
      if (fixture_.invoker.invocations.empty() && fixture_.destination.sent.empty()) pass(1s);
      check();
    }
    REQUIRE(std::all_of(lanes_.begin(), lanes_.end(), idle));
    CHECK(fixture_.registry->pollers().caught_up(id_));
  }

  tests::RandomValues random_;
  Parameters parameters_;
  std::vector<model::Lane> lanes_;
  MappingFixture fixture_;
  core::MappingId id_;
  std::map<std::uint64_t, std::uint32_t> lane_of_;  // by sequence number
  std::string story_ = parameters_.members();
  int values_ = 0;
  std::size_t known_calls_ = 0;
  std::size_t known_notices_ = 0;
};

}  // namespace

TEST_CASE("a mapping does what a plain model of its rules says, whatever happens") {
  spdlog::set_level(spdlog::level::off);
  const int first = from_environment("RIVULET_TEST_SEED", 1);
  const int rounds = from_environment("RIVULET_TEST_ROUNDS", kRounds);
  for (int seed = first; seed < first + rounds; ++seed) {
    CAPTURE(seed);
    Run(static_cast<unsigned>(seed)).go();
  }
  spdlog::set_level(spdlog::level::info);
}

}  // namespace mapping_model_test
