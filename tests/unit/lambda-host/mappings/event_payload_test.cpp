#include "lambda-host/mappings/event_payload.h"

#include <doctest/doctest.h>

namespace {

streams::SourceRecord record(std::string event) {
  return {core::SequenceNumber(1), core::WallTime(), std::move(event)};
}

}  // namespace

TEST_CASE("the payload is the records in a row") {
  const streams::SourceRecord records[] = {record(R"({"a":1})"), record(R"({"b":2})")};
  CHECK(lambda_host::event_payload(records) == R"({"Records":[{"a":1},{"b":2}]})");
  CHECK(lambda_host::event_payload({}) == R"({"Records":[]})");
}

TEST_CASE("the shares and the frame add up to the payload") {
  std::vector<streams::SourceRecord> records;
  std::size_t bytes = lambda_host::kPayloadFrameBytes;
  for (const char* event : {"{}", R"({"a":1})", R"({"long":"event"})"}) {
    records.push_back(record(event));
    bytes += lambda_host::payload_share_bytes(records.back());
    CHECK(lambda_host::event_payload(records).size() == bytes);
  }
}
