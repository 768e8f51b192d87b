#include "lambda-host/mappings/event_payload.h"

#include "storage/item_codec.h"
#include "streams/arrivals.h"
#include "streams/stream.h"

#include <doctest/doctest.h>

namespace event_payload_test {

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

TEST_CASE("with windows the event names the window, its state and its shard") {
  using namespace std::chrono_literals;
  using lambda_host::window_payload;
  lambda_host::TumblingWindow window(5min, std::nullopt);
  std::vector<streams::SourceRecord> records = {record(R"({"a":1})")};
  records[0].created_at = core::WallTime(1'596'128'400s) + 10s;  // 2020-07-30T17:00:10
  window.begin(records);
  window.keep(R"({"n":1})");
  const core::ShardId shard("shardId-1");
  const core::StreamArn stream("arn");
  const std::string frame =
      R"("window":{"start":"2020-07-30T17:00:00Z","end":"2020-07-30T17:05:00Z"},)";
  CHECK(window_payload(records, {window, shard, stream}) ==
        R"({"Records":[{"a":1}],)" + frame +
            R"("state":{"n":1},"shardId":"shardId-1","eventSourceARN":"arn",)"
            R"("isFinalInvokeForWindow":false,"isWindowTerminatedEarly":false})");
  CHECK(window_payload({}, {window, shard, stream, true}) ==
        R"({"Records":[],)" + frame +
            R"("state":{"n":1},"shardId":"shardId-1","eventSourceARN":"arn",)"
            R"("isFinalInvokeForWindow":true,"isWindowTerminatedEarly":false})");
  window.keep("{\"n\":\"" + std::string(lambda_host::kMaxWindowStateBytes, 'x') + "\"}");
  CHECK(window_payload({}, {window, shard, stream, true})
            .ends_with(R"("isFinalInvokeForWindow":true,"isWindowTerminatedEarly":true})"));
  CHECK(window_payload(records, {window, shard, stream})
            .ends_with(R"("isFinalInvokeForWindow":false,"isWindowTerminatedEarly":false})"));
}

TEST_CASE("no record measures more than what is stored of it lets one expect") {
  CHECK(lambda_host::most_payload_bytes(2, 100) == 3648);
  core::AttributeValue nulls =
      core::AttributeValue(core::List(1000, core::AttributeValue(core::Null{})));
  const core::AttributeValue values[] = {
      std::move(nulls),
      core::AttributeValue(core::List(1000, core::AttributeValue(std::string()))),
      core::AttributeValue(std::string(1000, '\x01')),
      core::AttributeValue(core::Binary{std::string(1000, 'x')}),
      core::AttributeValue(std::string("k")),
  };
  for (const auto& value : values) {
    auto stream = std::make_shared<streams::Stream>();
    stream->arn = core::StreamArn("arn:aws:dynamodb:ap-southeast-1:000000000000:table/" +
                                  std::string(255, 'T') + "/stream/2026-01-01T00:00:00.000");
    storage::ChangeRecord change;
    change.expired = true;
    change.keys = storage::encode_item({
        {"id", core::AttributeValue(std::string("k"))}
    });
    change.new_image = storage::encode_item({
        {"v", value}
    });
    const std::size_t stored = streams::stored_bytes(change);
    const streams::SourceRecord whole{
        core::SequenceNumber(1), {                 },
         { stream, std::move(change)}
    };
    CHECK(lambda_host::payload_share_bytes(whole) <= lambda_host::most_payload_bytes(1, stored));
  }
}

}  // namespace event_payload_test
