#include "lambda-host/mappings/lane_reader.h"

#include "tests/unit/lambda-host/mappings/mapping_fixture.h"

#include <doctest/doctest.h>

namespace lane_reader_test {

using namespace std::chrono_literals;

namespace {

struct Silent : lambda_host::DeliveryObserver {
  using Records = std::span<const streams::SourceRecord>;
  void record_read(const lambda_host::LaneId&, core::SequenceNumber, bool wanted) override {
    ++(wanted ? read : passed);
  }
  void attempt_began(const lambda_host::LaneId&, Records, int, core::WallTime) override {}
  void attempt_ended(const lambda_host::LaneId&, Records, const lambda_host::InvocationResult&,
                     std::size_t) override {}
  void attempt_refused(const lambda_host::LaneId&, Records, int, std::string_view) override {}
  void fault_met(const lambda_host::LaneId&, Records, lambda_host::DeliveryEffect) override {}
  void final_attempt_began(const lambda_host::LaneId&, const lambda_host::TumblingWindow&, int,
                           core::WallTime) override {}
  void final_attempt_ended(const lambda_host::LaneId&, const lambda_host::InvocationResult&,
                           bool) override {}
  void final_attempt_refused(const lambda_host::LaneId&, const lambda_host::TumblingWindow&, int,
                             std::string_view) override {}
  void window_kept_from_destination(const lambda_host::LaneId&, const lambda_host::TumblingWindow&,
                                    const lambda_host::Discard&, std::string_view) override {}
  void kept_from_destination(const lambda_host::LaneId&, const lambda_host::Discard&,
                             std::string_view) override {}
  void window_discarded(const lambda_host::LaneId&, const lambda_host::TumblingWindow&,
                        const lambda_host::Discard&) override {}
  void discarded(const lambda_host::LaneId&, std::span<const streams::SourceRecord>,
                 const lambda_host::Discard&) override {}
  void caught_up(const lambda_host::LaneId&) override {}

  int read = 0;
  int passed = 0;
};

struct Fixture {
  Fixture() {
    engine.add_table();
    mapping.stream = engine.stream_arn();
  }
  lambda_host::LaneReader reader() {
    return {
        {mapping,                               filters, engine.source, stored.clock, notes},
        {engine.stream().shards.front().number,                        0},
        {},
        {core::SequenceNumber(1)                            }
    };
  }

  tests::StoredState stored;
  tests::StreamFixture engine{stored};
  lambda_host::EventSourceMapping mapping;
  lambda_host::FilterCriteria filters{{}};
  lambda_host::TumblingWindow no_window{core::Duration::zero(), std::nullopt};
  Silent notes;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a batch ends with the record that it is to be read up to") {
  for (const char* id : {"a", "b", "c"}) engine.put(id);
  auto lane = reader();
  const auto last = core::SequenceNumber(engine.writer.next_sequence().get() - 2);
  lane.read_up_to(last);
  lane.gather(no_window);
  CHECK(lane.is_cut());
  CHECK_FALSE(lane.may_read_on());
  CHECK(lane.batch().records().size() == 2);
  CHECK(lane.take_batch().back().sequence == last);
  CHECK_FALSE(lane.is_cut());
  lane.gather(no_window);  // and the next one doesn't
  CHECK(lane.batch().records().size() == 1);
  CHECK_FALSE(lane.is_cut());
  CHECK(notes.read == 3);
}

TEST_CASE_FIXTURE(Fixture, "also when there is nothing behind it") {
  engine.put("a");
  auto lane = reader();
  lane.read_up_to(core::SequenceNumber(engine.writer.next_sequence().get() - 1));
  lane.gather(no_window);
  CHECK(lane.is_cut());
  CHECK(lane.batch().records().size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "records of another window than the batch's stay where they are") {
  engine.put("a");
  stored.clock.advance(60s);
  engine.put("b");
  auto lane = reader();
  const lambda_host::TumblingWindow window(60s, std::nullopt);
  lane.gather(window);
  CHECK(lane.is_cut());
  CHECK(lane.take_batch().size() == 1);
  CHECK(lane.checkpoint().get() == engine.writer.next_sequence().get() - 1);
  lane.gather(window);
  CHECK_FALSE(lane.is_cut());
  CHECK(lane.batch().records().size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "what the filters let go by belongs to no batch") {
  filters = lambda_host::FilterCriteria({R"({"dynamodb":{"Keys":{"id":{"S":["b"]}}}})"});
  for (const char* id : {"a", "b", "c"}) engine.put(id);
  auto lane = reader();
  lane.gather(no_window);
  CHECK(lane.batch().records().size() == 1);
  CHECK(notes.read == 1);
  CHECK(notes.passed == 2);
  CHECK_FALSE(lane.at_end());
}

}  // namespace lane_reader_test
