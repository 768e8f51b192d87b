#pragma once

#include "core/json/value.h"
#include "streams/retention.h"
#include "tests/support/engine.h"

#include <string>

// What the tests of the streams' operations share.
namespace tests {

inline constexpr const char* kTrimmed =
    "TrimmedDataAccessException: The data you are trying to access has been trimmed";
inline const std::string kInvalid =
    "ValidationException: One or more parameter values were invalid: ";
inline const std::string kDetected = "ValidationException: 1 validation error detected: Value '";

// The text of a member, at whatever depth it comes first; "" when there is none.
inline std::string member(const std::string& json, const std::string& name) {
  const auto at = json.find("\"" + name + "\":\"");
  if (at == std::string::npos) return "";
  const auto begin = at + name.size() + 4;
  return json.substr(begin, json.find('"', begin) - begin);
}

// A table "Things" with a stream of all images.
struct StreamedTable : Engine {
  explicit StreamedTable(int shards = 1)
      : Engine(shards), sweep(stream_registry, shard_log, clock) {
    arn = create("Things");
  }

  std::string create(const std::string& name) {
    return member(
        answer("CreateTable",
               R"({"TableName":")" + name +
                   R"(","BillingMode":"PAY_PER_REQUEST",)"
                   R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
                   R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"StreamSpecification":)"
                   R"({"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"}})"),
        "LatestStreamArn");
  }
  void put(const std::string& id) {
    answer("PutItem", R"({"TableName":"Things","Item":{"id":{"S":")" + id + R"("}}})");
  }
  const streams::Stream& stream() { return *stream_registry.find(arn); }
  std::string shard_id(std::size_t index) { return stream().shards[index].id.get(); }
  void roll() { stream_registry.replace(stream().arn, streams::roll_all(stream())); }
  void age(core::Duration by) {
    clock.advance(by);
    while (sweep.step()) {
    }
  }

  std::string iterator_request(std::size_t shard, const std::string& type,
                               const std::string& number = "") {
    return R"({"StreamArn":")" + arn + R"(","ShardId":")" + shard_id(shard) +
           R"(","ShardIteratorType":")" + type + "\"" +
           (number.empty() ? "" : R"(,"SequenceNumber":")" + number + "\"") + "}";
  }
  std::string iterator(std::size_t shard, const std::string& type, const std::string& number = "") {
    return member(answer("GetShardIterator", iterator_request(shard, type, number)),
                  "ShardIterator");
  }
  static std::string records_request(const std::string& iterator, int limit = 1000) {
    return R"({"ShardIterator":")" + iterator + R"(","Limit":)" + std::to_string(limit) + "}";
  }
  // The ids of one page's items, "a,b", and moves the iterator; to "" at a shard's end.
  std::string page(std::string& iterator, int limit = 1000) {
    const std::string text = answer("GetRecords", records_request(iterator, limit));
    const auto document = core::json::Document::parse(text);
    std::string ids;
    document.root().object().find("Records")->array().for_each([&](const core::json::Value& each) {
      const auto change = each.object().find("dynamodb")->object();
      if (!ids.empty()) ids += ",";
      ids += change.find("Keys")->object().find("id")->object().find("S")->string();
    });
    const auto next = document.root().object().find("NextShardIterator");
    iterator = next ? next->string() : "";
    return ids;
  }
  std::string describe(const std::string& members = "") {
    return answer("DescribeStream", R"({"StreamArn":")" + arn + "\"" + members + "}");
  }
  // The shards' places in the stream, "0,1", and "|" where a page ends before the last one.
  std::string described_shards(const std::string& members) {
    const auto document = core::json::Document::parse(describe(members));
    const auto description = document.root().object().find("StreamDescription")->object();
    std::string text;
    description.find("Shards")->array().for_each([&](const core::json::Value& each) {
      for (std::size_t i = 0; i < stream().shards.size(); ++i) {
        if (each.object().find("ShardId")->string() != shard_id(i)) continue;
        text += (text.empty() ? "" : ",") + std::to_string(i);
      }
    });
    return text + (description.find("LastEvaluatedShardId") ? "|" : "");
  }
  std::string number(std::size_t behind_first) {
    return core::sequence_number_text(
        core::SequenceNumber(stream().shards.front().first_sequence.get() + behind_first));
  }

  std::string arn;
  streams::RetentionSweep sweep;
};

}  // namespace tests
