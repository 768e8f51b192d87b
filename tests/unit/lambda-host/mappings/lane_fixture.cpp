#include "tests/unit/lambda-host/mappings/lane_fixture.h"

namespace lane_tests {

Fixture::Fixture() = default;
Fixture::~Fixture() = default;

Lane& Fixture::open(std::uint64_t from) {
  lane.emplace(lambda_host::LaneSettings{mapping, filters, source, invoker, destination, clock,
                                         notes, in_haste, &faults},
               lambda_host::LaneShard{7, core::ShardId("shardId-7")}, slice,
               lambda_host::LaneStart{SequenceNumber(from), passed}, alarms.maker()(),
               Lane::Events{[this](bool delivered) { note(delivered ? "moved" : "passed on"); },
                            [this](ProcessingResult result) {
                              events.emplace_back(result == ProcessingResult::ok ? "ok" : "failed");
                            },
                            [this] { note("end"); },
                            [this] { note("stopped"); },
                            {}});
  return *lane;
}

}  // namespace lane_tests
