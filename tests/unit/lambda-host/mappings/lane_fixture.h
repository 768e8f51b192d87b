#pragma once

#include "lambda-host/mappings/lane.h"
#include "tests/unit/lambda-host/mappings/fake_faults.h"
#include "tests/unit/lambda-host/mappings/mapping_fixture.h"

#include <doctest/doctest.h>

// A lane alone, over a stream that is a list: how it reads, what it tells, and when.
namespace lane_tests {

using core::SequenceNumber;
using lambda_host::InvocationResult;
using lambda_host::Lane;
using lambda_host::LaneActivity;
using lambda_host::LaneId;
using lambda_host::ProcessingResult;
using namespace std::chrono_literals;

using Lines = std::vector<std::string>;
using Records = std::span<const streams::SourceRecord>;

// One shard. Events are JSON strings of their records' sequence numbers: "7".
class ListSource : public streams::StreamSource {
 public:
  std::optional<std::vector<streams::SourceShard>> shards(const core::StreamArn&) const override {
    return std::nullopt;
  }
  std::uint64_t shards_version(const core::StreamArn&) const override { return 0; }
  streams::ReadEnd visit(const streams::ReadRequest& request,
                         const streams::TakeRecord& take) override {
    requests.push_back(request);
    streams::ReadEnd end{request.from};
    std::size_t count = 0;
    std::size_t bytes = 0;
    for (streams::SourceRecord record : records) {
      if (record.sequence < request.from) continue;
      end.has_more = count++ == request.limit || bytes >= request.max_bytes;
      if (end.has_more) return end;
      bytes += record.event.stored_bytes();
      if (fails_at == record.sequence) throw std::runtime_error("the disk fails");
      const auto behind = SequenceNumber(record.sequence.get() + 1);
      end.has_more = !take(record);
      if (end.has_more) return end;
      end.next = behind;
    }
    end.at_end = closed;
    return end;
  }
  streams::Backlog backlog(const streams::ReadRequest&) override { return {}; }
  std::optional<SequenceNumber> newest(storage::ShardNumber) override { return {}; }
  SequenceNumber first_since(const core::StreamArn&, storage::ShardNumber,
                             core::WallTime) override {
    return {};
  }
  SequenceNumber tip() const override { return {}; }
  std::unique_ptr<streams::Subscription> subscribe(
      const core::StreamArn&, std::function<void(const streams::Arrivals&)>) override {
    return std::make_unique<streams::Subscription>();
  }

  std::vector<streams::SourceRecord> records;
  std::vector<streams::ReadRequest> requests;
  bool closed = false;
  std::optional<SequenceNumber> fails_at;
};

inline std::string first_to_last(Records records) {
  return std::to_string(records.front().sequence.get()) + "-" +
         std::to_string(records.back().sequence.get());
}

inline std::string first_to_last(const lambda_host::TumblingWindow& window) {
  return std::to_string(window.progress()->first.get()) + "-" +
         std::to_string(window.progress()->last.get());
}

struct Notes : lambda_host::DeliveryObserver {
  void record_read(const LaneId& lane, SequenceNumber sequence, bool wanted) override {
    CHECK(lane == LaneId{7, 0});
    lines.push_back((wanted ? "read " : "passed ") + std::to_string(sequence.get()));
  }
  void attempt_began(const LaneId&, Records records, int number, core::WallTime at) override {
    began_at = at;
    lines.push_back("began " + first_to_last(records) + " #" + std::to_string(number));
  }
  void attempt_ended(const LaneId&, Records records, const InvocationResult&,
                     std::size_t delivered) override {
    lines.push_back("ended " + first_to_last(records) + " " + std::to_string(delivered));
  }
  void attempt_refused(const LaneId&, Records records, int number, std::string_view why) override {
    lines.push_back("refused " + first_to_last(records) + " #" + std::to_string(number) + " " +
                    std::string(why));
  }
  void fault_met(const LaneId&, Records records, lambda_host::DeliveryEffect effect) override {
    lines.push_back("met " + first_to_last(records) + " " + std::string(wire_name(effect)));
  }
  void final_attempt_began(const LaneId&, const lambda_host::TumblingWindow& window, int number,
                           core::WallTime at) override {
    began_at = at;
    lines.push_back("final " + first_to_last(window) + " #" + std::to_string(number));
  }
  void final_attempt_ended(const LaneId&, const InvocationResult&, bool ok) override {
    lines.push_back(ok ? "final ended" : "final failed");
  }
  void final_attempt_refused(const LaneId&, const lambda_host::TumblingWindow& window, int number,
                             std::string_view why) override {
    lines.push_back("final refused " + first_to_last(window) + " #" + std::to_string(number) + " " +
                    std::string(why));
  }
  void window_kept_from_destination(const LaneId&, const lambda_host::TumblingWindow& window,
                                    const lambda_host::Discard&, std::string_view why) override {
    lines.push_back("window kept " + first_to_last(window) + " " + std::string(why));
  }
  void kept_from_destination(const LaneId&, const lambda_host::Discard& discard,
                             std::string_view why) override {
    lines.push_back("kept " + std::to_string(discard.first.get()) + "-" +
                    std::to_string(discard.last.get()) + " " + std::string(why));
  }
  void window_discarded(const LaneId&, const lambda_host::TumblingWindow& window,
                        const lambda_host::Discard& discard) override {
    lines.push_back("window discarded " + first_to_last(window) + " " + wire_name(discard.reason));
  }
  void discarded(const LaneId&, std::span<const streams::SourceRecord>,
                 const lambda_host::Discard& discard) override {
    lines.push_back("discarded " + std::to_string(discard.first.get()) + "-" +
                    std::to_string(discard.last.get()) + " " + wire_name(discard.reason));
  }
  void caught_up(const LaneId&) override { lines.push_back("caught up"); }

  Lines lines;
  core::WallTime began_at;  // of the latest attempt
};

struct Fixture {
  Fixture();
  ~Fixture();

  void add(std::uint64_t from, std::uint64_t count, const std::string& filling = "") {
    for (std::uint64_t i = from; i < from + count; ++i) {
      source.records.push_back(
          {SequenceNumber(i), clock.now(), "\"" + std::to_string(i) + filling + "\""});
    }
  }
  Lane& open(std::uint64_t from = 1);
  void note(const std::string& event) {
    events.push_back(event + " at " + std::to_string(lane->checkpoint().get()));
  }
  void settle() {
    while (alarms.run_due()) {
    }
  }
  void pass(core::Duration time) {
    clock.advance(time);
    settle();
  }
  void answer(InvocationResult::Status status, std::string payload = "null") {
    InvocationResult result;
    result.status = status;
    result.payload = std::move(payload);
    auto invocation = std::move(invoker.invocations.front());
    invoker.invocations.pop_front();
    invocation.done(std::move(result));
  }
  void succeed() { answer(InvocationResult::Status::ok); }
  void fail() { answer(InvocationResult::Status::function_error, R"({"errorMessage":"no"})"); }
  std::size_t invocations() const { return invoker.invocations.size(); }

  core::ManualClock clock;
  ManualAlarms alarms{clock};
  lambda_host::EventSourceMapping mapping = [] {
    lambda_host::EventSourceMapping m;
    m.function.name = core::FunctionName("f");
    return m;
  }();
  lambda_host::FilterCriteria filters{{}};
  ListSource source;
  FakeInvoker invoker;
  tests::FakeDestination destination;
  Notes notes;
  bool in_haste = false;
  FakeFaults faults;
  streams::ItemSlice slice;
  std::vector<SequenceNumber> passed;
  std::optional<Lane> lane;
  Lines events;
};

}  // namespace lane_tests
