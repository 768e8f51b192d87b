#include "streams/retention.h"
#include "tests/support/engine.h"

#include <doctest/doctest.h>

using namespace std::chrono_literals;
using tests::Engine;

namespace {

constexpr const char* kTrimmed =
    "TrimmedDataAccessException: The data you are trying to access has been trimmed";

std::string quoted(const std::string& text) {
  return "\"" + text + "\"";
}

// The text of a member, at whatever depth it comes first; "" when there is none.
std::string member(const std::string& json, const std::string& name) {
  const auto at = json.find(quoted(name) + ":\"");
  if (at == std::string::npos) return "";
  const auto begin = at + name.size() + 4;
  return json.substr(begin, json.find('"', begin) - begin);
}

// A table "Things" with a stream of all images.
struct Fixture : Engine {
  explicit Fixture(int shards = 1) : Engine(shards), sweep(stream_registry, shard_log, clock) {
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

}  // namespace

TEST_CASE("a closed shard is read to its end by all kinds of iterators, its child goes on") {
  Fixture f;
  f.put("a");
  f.put("b");
  const std::string before = f.iterator(0, "LATEST");
  f.roll();
  f.put("c");
  const auto read = [&](std::string iterator) {
    const std::string ids = f.page(iterator);
    return ids + (iterator.empty() ? "." : "");
  };
  CHECK(read(before) == ".");
  CHECK(read(f.iterator(0, "TRIM_HORIZON")) == "a,b.");
  CHECK(read(f.iterator(0, "LATEST")) == ".");
  CHECK(read(f.iterator(0, "AT_SEQUENCE_NUMBER", f.number(0))) == "a,b.");
  CHECK(read(f.iterator(0, "AT_SEQUENCE_NUMBER", f.number(2))) == "b.");
  CHECK(read(f.iterator(0, "AFTER_SEQUENCE_NUMBER", f.number(1))) == "b.");
  CHECK(read(f.iterator(0, "AFTER_SEQUENCE_NUMBER", f.number(2))) == ".");
  std::string child = f.iterator(1, "TRIM_HORIZON");
  std::string latest = f.iterator(1, "LATEST");
  CHECK(f.page(child) == "c");
  CHECK(f.page(latest).empty());
  f.put("d");
  CHECK(f.page(child) == "d");
  CHECK(f.page(latest) == "d");
}

TEST_CASE("pages of a closed shard end with its last record, even a full one") {
  Fixture f;
  for (const char* id : {"a", "b", "c"}) f.put(id);
  f.roll();
  std::string iterator = f.iterator(0, "TRIM_HORIZON");
  CHECK(f.page(iterator, 2) == "a,b");
  CHECK(f.page(iterator, 1) == "c");
  CHECK(iterator.empty());
}

TEST_CASE("reading at the tip asks no SQLite") {
  Fixture f;
  std::string iterator = f.iterator(0, "TRIM_HORIZON");
  for (const char* id : {"a", "b", "c"}) {
    CHECK(f.page(iterator).empty());
    f.put(id);
    CHECK(f.page(iterator) == id);
  }
  CHECK(f.shard_log.stored_reads() == 0);
}

TEST_CASE("an iterator of an empty shard stays good and finds the first record") {
  Fixture f;
  std::string iterator = f.iterator(0, "TRIM_HORIZON");
  for (int hours = 0; hours < 30; ++hours) {
    CHECK(f.page(iterator).empty());
    f.age(10min);
  }
  f.put("a");
  CHECK(f.page(iterator) == "a");
}

TEST_CASE("what was trimmed can't be read any more") {
  Fixture f;
  f.put("a");
  f.clock.advance(1h);
  f.put("b");
  f.age(23h - 1min);
  std::string horizon = f.iterator(0, "TRIM_HORIZON");
  std::string second = f.iterator(0, "AT_SEQUENCE_NUMBER", f.number(2));
  f.age(2min);
  CHECK(f.error("GetRecords", Fixture::records_request(horizon)) == kTrimmed);
  CHECK(f.page(second) == "b");
  for (const std::string& request : {f.iterator_request(0, "AT_SEQUENCE_NUMBER", f.number(0)),
                                     f.iterator_request(0, "AT_SEQUENCE_NUMBER", f.number(1)),
                                     f.iterator_request(0, "AFTER_SEQUENCE_NUMBER", f.number(0))}) {
    CAPTURE(request);
    CHECK(f.error("GetShardIterator", request) == kTrimmed);
  }
  std::string rest = f.iterator(0, "AFTER_SEQUENCE_NUMBER", f.number(1));
  CHECK(f.page(rest) == "b");
  rest = f.iterator(0, "TRIM_HORIZON");
  CHECK(f.page(rest) == "b");
}

TEST_CASE("an iterator of a shard that aged out says so") {
  Fixture f;
  f.put("a");
  f.roll();
  f.age(24h - 1min);
  const std::string iterator = f.iterator(0, "LATEST");
  f.age(2min);
  CHECK(f.error("GetRecords", Fixture::records_request(iterator)) == kTrimmed);
}

TEST_CASE("numbers from the future stand for the tip") {
  Fixture f;
  f.put("a");
  for (const char* type : {"AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"}) {
    std::string iterator = f.iterator(0, type, std::string(40, '9'));
    f.put(type);
    CHECK(f.page(iterator) == type);
  }
}

TEST_CASE("an iterator is good for 15 minutes of the clock") {
  Fixture f;
  const std::string iterator = f.iterator(0, "LATEST");
  f.clock.advance(15min);
  f.answer("GetRecords", Fixture::records_request(iterator));
  f.clock.advance(1ms);
  CHECK(f.error("GetRecords", Fixture::records_request(iterator)) ==
        "ExpiredIteratorException: The provided iterator exceeds the maximum age allowed.");
}

TEST_CASE("a stream's shards are described with parents and ranges") {
  Fixture f;
  CHECK(f.describe().find("ParentShardId") == std::string::npos);
  CHECK(f.describe().find("EndingSequenceNumber") == std::string::npos);
  f.put("a");
  f.roll();
  const std::string text = f.describe();
  CHECK(text.find(R"("ShardId":")" + f.shard_id(0) +
                  R"(","SequenceNumberRange":{"StartingSequenceNumber":")" + f.number(0) +
                  R"(","EndingSequenceNumber":")" + f.number(1) + R"("}})") != std::string::npos);
  CHECK(text.find(R"("ShardId":")" + f.shard_id(1) +
                  R"(","SequenceNumberRange":{"StartingSequenceNumber":")" + f.number(2) +
                  R"("},"ParentShardId":")" + f.shard_id(0) + "\"}") != std::string::npos);
}

TEST_CASE("shards are described in pages, and children by their parent") {
  Fixture f(2);
  f.roll();                                                                   // 0 to 2, 1 to 3
  f.stream_registry.replace(f.stream().arn, streams::merge_all(f.stream()));  // 2 and 3 to 4
  const auto start = [&](std::size_t shard) {
    return R"(,"ExclusiveStartShardId":")" + f.shard_id(shard) + "\"";
  };
  const auto children = [](const std::string& id) {
    return R"(,"ShardFilter":{"Type":"CHILD_SHARDS","ShardId":")" + id + "\"}";
  };
  CHECK(f.described_shards("") == "0,1,2,3,4");
  CHECK(f.described_shards(R"(,"Limit":2)") == "0,1|");
  CHECK(f.described_shards(R"(,"Limit":5)") == "0,1,2,3,4");
  CHECK(f.described_shards(R"(,"Limit":2)" + start(1)) == "2,3|");
  CHECK(f.described_shards(R"(,"Limit":2)" + start(3)) == "4");
  CHECK(f.described_shards(start(4)).empty());
  // An unknown one, as one that was trimmed, is a place among the others.
  const std::string unknown = "shardId-00000001573689847184-864758bb";
  CHECK(f.described_shards(R"(,"ExclusiveStartShardId":")" + unknown + "\"") == "0,1,2,3,4");
  const std::string last = "shardId-99999999999999999999-864758bb";
  CHECK(f.described_shards(R"(,"ExclusiveStartShardId":")" + last + "\"").empty());
  CHECK(f.described_shards(children(f.shard_id(1))) == "3");
  CHECK(f.described_shards(children(f.shard_id(2))) == "4");
  CHECK(f.described_shards(children(f.shard_id(3))) == "4");
  CHECK(f.described_shards(children(f.shard_id(4))).empty());
  CHECK(f.described_shards(children(unknown)).empty());
}

TEST_CASE("pages of shards go on behind one that was trimmed meanwhile") {
  Fixture f;
  f.roll();
  f.clock.advance(1h);
  f.roll();
  const std::string start = R"(,"ExclusiveStartShardId":")" + f.shard_id(0) + "\"";
  const std::string rest = f.shard_id(1);
  f.age(23h + 1ms);
  REQUIRE(f.shard_id(0) == rest);
  CHECK(f.described_shards(start) == "0,1");
}

TEST_CASE("streams are listed in pages, from a deleted table's on, too, and for 24 hours") {
  Fixture f;
  const std::string first = f.create("Alpha");
  const std::string last = f.create("Zulu");
  const auto list = [&](const std::string& members) {
    return f.answer("ListStreams", "{" + members + "}");
  };
  CHECK(member(list(R"("Limit":1)"), "StreamArn") == first);
  CHECK(member(list(R"("Limit":1)"), "LastEvaluatedStreamArn") == first);
  CHECK(member(list(""), "LastEvaluatedStreamArn").empty());
  f.answer("DeleteTable", R"({"TableName":"Things"})");
  const std::string from_first = R"("Limit":1,"ExclusiveStartStreamArn":")" + first + "\"";
  CHECK(member(list(from_first), "StreamArn") == f.arn);
  CHECK(member(list(from_first), "LastEvaluatedStreamArn") == f.arn);
  const std::string from_deleted = R"("Limit":1,"ExclusiveStartStreamArn":")" + f.arn + "\"";
  CHECK(member(list(from_deleted), "StreamArn") == last);
  CHECK(member(list(R"("TableName":"None")"), "StreamArn").empty());
  CHECK(member(f.describe(), "StreamStatus") == "DISABLED");
  f.age(24h + 1ms);
  CHECK(member(list(from_first), "StreamArn") == last);
  CHECK(member(list(from_deleted), "StreamArn") == last);  // a page goes on from what is gone
  CHECK(f.error("DescribeStream", R"({"StreamArn":")" + f.arn + "\"}") ==
        "ResourceNotFoundException: Requested resource not found: Stream: " + f.arn + " not found");
}

TEST_CASE("a stream that is enabled again is a new one; the old one can be read on") {
  Fixture f;
  f.put("a");
  std::string old = f.iterator(0, "TRIM_HORIZON");
  f.answer("UpdateTable",
           R"({"TableName":"Things","StreamSpecification":{"StreamEnabled":false}})");
  f.put("unseen");
  f.clock.advance(1s);
  const std::string again =
      member(f.answer("UpdateTable",
                      R"({"TableName":"Things","StreamSpecification":{"StreamEnabled":true,)"
                      R"("StreamViewType":"KEYS_ONLY"}})"),
             "LatestStreamArn");
  CHECK(again != f.arn);
  f.put("b");
  CHECK(f.page(old) == "a");
  CHECK(old.empty());
  f.arn = again;
  std::string fresh = f.iterator(0, "TRIM_HORIZON");
  CHECK(f.page(fresh) == "b");
}

TEST_CASE("a stream's status passes through ENABLING and DISABLING when transitions last") {
  Fixture f;
  CHECK(member(f.describe(), "StreamStatus") == "ENABLED");
  f.services.settings.delay_transient_statuses = true;
  CHECK(member(f.describe(), "StreamStatus") == "ENABLING");
  f.clock.advance(3s);
  CHECK(member(f.describe(), "StreamStatus") == "ENABLED");
  f.answer("UpdateTable",
           R"({"TableName":"Things","StreamSpecification":{"StreamEnabled":false}})");
  CHECK(member(f.describe(), "StreamStatus") == "DISABLING");
  f.clock.advance(3s);
  CHECK(member(f.describe(), "StreamStatus") == "DISABLED");
}

TEST_CASE("a stream is settled when the clock is moved back to before its creation") {
  for (const bool lasting : {false, true}) {
    CAPTURE(lasting);
    Fixture f;
    f.services.settings.delay_transient_statuses = lasting;
    f.clock.advance(-1h);
    CHECK(member(f.describe(), "StreamStatus") == "ENABLED");
    f.clock.advance(1h + 3s);
    f.answer("UpdateTable",
             R"({"TableName":"Things","StreamSpecification":{"StreamEnabled":false}})");
    f.clock.advance(-1h);
    CHECK(member(f.describe(), "StreamStatus") == "DISABLED");
  }
}

TEST_CASE("a limit is read as an integer, whatever number it is") {
  Fixture f;
  for (const char* id : {"a", "b", "c"}) f.put(id);
  f.roll();
  f.create("Zulu");
  const auto iterator = f.iterator(0, "TRIM_HORIZON");
  const auto get_records = [&](const std::string& limit) {
    return R"({"ShardIterator":")" + iterator + R"(","Limit":)" + limit + "}";
  };
  CHECK(f.answer("GetRecords", get_records("2.9")) == f.answer("GetRecords", get_records("2")));
  CHECK(f.described_shards(R"(,"Limit":1.5)") == "0|");
  CHECK(member(f.answer("ListStreams", R"({"Limit":1.5})"), "LastEvaluatedStreamArn") == f.arn);
  const std::string invalid = "ValidationException: One or more parameter values were invalid: ";
  for (const std::string limit : {"1e30", "9223372036854775808"}) {
    CAPTURE(limit);
    CHECK(f.error("GetRecords", get_records(limit)) ==
          invalid + "Limit should be less than or equal to 1000");
    CHECK(f.error("DescribeStream", R"({"StreamArn":")" + f.arn + R"(","Limit":)" + limit + "}") ==
          invalid + "Limit cannot be greater than the maximum: 100");
    CHECK(f.error("ListStreams", R"({"Limit":)" + limit + "}") ==
          invalid + "Limit cannot be greater than the maximum allowed size: 100");
  }
  CHECK(f.error("GetRecords", get_records("0.9")) ==
        "ValidationException: 1 validation error detected: Value '0' at 'limit' failed to satisfy "
        "constraint: Member must have value greater than or equal to 1");
}

TEST_CASE("wrong requests to streams are answered as on AWS") {
  Fixture f;
  const std::string arn = R"("StreamArn":")" + f.arn + "\"";
  const std::string shard = R"(,"ShardId":")" + f.shard_id(0) + "\"";
  const std::string type = R"(,"ShardIteratorType":")";
  const std::string unknown =
      "arn:aws:dynamodb:us-east-1:000000000000:table/Things/stream/2020-01-01T00:00:00.000";
  const std::string invalid = "ValidationException: One or more parameter values were invalid: ";
  const std::string detected = "ValidationException: 1 validation error detected: Value '";
  const std::string foreign =
      "arn:aws:dynamodb:us-east-1:111111111111:table/Things/stream/2020-01-01T00:00:00.000";
  const std::string denied =
      "AccessDeniedException: User is not authorized to access resource: " + foreign;
  const std::string elsewhere =
      "arn:aws:dynamodb:eu-west-1:000000000000:table/Things/stream/2020-01-01T00:00:00.000";
  struct Case {
    const char* operation;
    std::string body;
    std::string error;
  };
  const Case cases[] = {
      {"DescribeStream",   R"("StreamArn":")" + unknown + "\"",
       "ResourceNotFoundException: Requested resource not found: Stream: " + unknown +
           " not found"                                                                                                             },
      {"DescribeStream",   "",                                                              "ValidationException: Invalid StreamArn"},
      {"DescribeStream",   arn + R"(,"Limit":101)",
       invalid + "Limit cannot be greater than the maximum: 100"                                                                    },
      {"DescribeStream",   arn + R"(,"Limit":0)",
       detected + "0' at 'limit' failed to satisfy constraint: Member must have value greater "
                  "than or equal to 1"                                                                                              },
      {"DescribeStream",   arn + R"(,"ExclusiveStartShardId":"x")",
       detected + "x' at 'exclusiveStartShardId' failed to satisfy constraint: Member must have "
                  "length greater than or equal to 28"                                                                              },
      {"ListStreams",      R"("Limit":101)",
       invalid + "Limit cannot be greater than the maximum allowed size: 100"                                                       },
      {"GetShardIterator", R"("StreamArn":")" + unknown + "\"" + shard + type + "LATEST\"",
       "ResourceNotFoundException: Requested resource not found: Stream: " + unknown +
           " not found"                                                                                                             },
      {"GetShardIterator",
       arn + R"(,"ShardId":"shardId-00000001573689847184-864758bb")" + type + "LATEST\"",
       "ResourceNotFoundException: Requested resource not found: Shard does not exist"                                              },
      {"ListStreams",      R"("ExclusiveStartStreamArn":")" + std::string(37,               'x') + "\"",
       "ValidationException: Invalid StreamArn"},
      {"DescribeStream",                  R"("StreamArn":")" + foreign + "\"",                                                                  denied                                                     },
      {"GetShardIterator",                  R"("StreamArn":")" + foreign + "\"" + shard + type + "LATEST\"",                                                                denied},
      {"DescribeStream",                  R"("StreamArn":")" + elsewhere + "\"",
       "ResourceNotFoundException: Requested resource not found: Stream: " + elsewhere +
           " not found"                                                                                 },
      {"GetShardIterator",                  arn + shard + type + "AT_SEQUENCE_NUMBER\"",
       invalid + "Invalid SequenceNumber"},
      {"GetShardIterator",
       arn + shard + type + "LATEST\",\"SequenceNumber\":\"" + f.number(0) + "\"",
       invalid + "SequenceNumber should not be passed for this iterator type"                                                   },
      {"GetShardIterator",                  arn + shard + type + "AT_SEQUENCE_NUMBER\",\"SequenceNumber\":\"1\"",
       detected + "1' at 'sequenceNumber' failed to satisfy constraint: Member must have length "
                  "greater than or equal to 21"},
      {"GetRecords",                  "",                                                                      "ValidationException: Invalid ShardIterator"                                                                                                                           },
      {"GetRecords",                  R"("ShardIterator":"x")",                                                                      "ValidationException: Invalid ShardIterator"},
      {"GetRecords",                  R"("ShardIterator":"x","Limit":1001)",
       invalid + "Limit should be less than or equal to 1000"                                                                                                              },
  };
  for (const Case& each : cases) {
    CAPTURE(each.operation);
    CAPTURE(each.body);
    CHECK(f.error(each.operation, "{" + each.body + "}") == each.error);
  }
}
