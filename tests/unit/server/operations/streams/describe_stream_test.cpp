#include "tests/unit/server/operations/streams/streamed_table.h"

#include <doctest/doctest.h>

namespace describe_stream_test {

using namespace tests;
using namespace std::chrono_literals;

TEST_CASE("a stream's shards are described with parents and ranges") {
  StreamedTable f;
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
  StreamedTable f(2);
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
  StreamedTable f;
  f.roll();
  f.clock.advance(1h);
  f.roll();
  const std::string start = R"(,"ExclusiveStartShardId":")" + f.shard_id(0) + "\"";
  const std::string rest = f.shard_id(1);
  f.age(23h + 1ms);
  REQUIRE(f.shard_id(0) == rest);
  CHECK(f.described_shards(start) == "0,1");
}

TEST_CASE("a stream's status passes through ENABLING and DISABLING when transitions last") {
  StreamedTable f;
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
    StreamedTable f;
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

TEST_CASE("a stream is described with its table, its view and its key") {
  StreamedTable f;
  CHECK(f.describe() ==
        R"({"StreamDescription":{"StreamArn":")" + f.arn +
            R"(","StreamLabel":"2024-12-18T00:00:00.000","StreamStatus":"ENABLED",)"
            R"("StreamViewType":"NEW_AND_OLD_IMAGES","CreationRequestDateTime":1734480000.000,)"
            R"("TableName":"Things","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],)"
            R"("Shards":[{"ShardId":")" +
            f.shard_id(0) + R"(","SequenceNumberRange":{"StartingSequenceNumber":")" + f.number(0) +
            R"("}}]}})");
}

TEST_CASE("a stream's shards are asked for by 1 to 100, from an id that one can have") {
  StreamedTable f;
  const auto error = [&](const std::string& members) {
    return f.error("DescribeStream", R"({"StreamArn":")" + f.arn + "\"," + members + "}");
  };
  CHECK(f.error("DescribeStream", "{}") == "ValidationException: Invalid StreamArn");
  CHECK(error(R"("Limit":100)").empty());
  CHECK(error(R"("Limit":101)") == kInvalid + "Limit cannot be greater than the maximum: 100");
  CHECK(error(R"("Limit":0)") ==
        kDetected +
            "0' at 'limit' failed to satisfy constraint: Member must have value greater than or "
            "equal to 1");
  CHECK(error(R"("ExclusiveStartShardId":"x")") ==
        kDetected +
            "x' at 'exclusiveStartShardId' failed to satisfy constraint: Member must have length "
            "greater than or equal to 28");
}

}  // namespace describe_stream_test
