#include "tests/unit/server/operations/partiql/partiql_fixture.h"

#include <doctest/doctest.h>

namespace tests::statement_write_test {

TEST_CASE("what a statement writes reaches indexes and streams as any write does") {
  StatementEngine engine;
  engine.answer("UpdateTable", R"({"TableName": "ttt", "StreamSpecification":
    {"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"}})");
  engine.run("INSERT INTO ttt VALUE {'p': 'a', 's': '1', 'x': 'k'}");
  engine.run("UPDATE ttt SET x = 'j' WHERE p = 'a' AND s = '1'");
  CHECK(listed(engine.run("SELECT * FROM ttt.ggg WHERE x = 'k'")) == "");
  CHECK(listed(engine.run("SELECT * FROM ttt.ggg WHERE x = 'j'")) == "1");
  engine.run("DELETE FROM ttt WHERE p = 'a' AND s = '1'");
  CHECK(listed(engine.run("SELECT * FROM ttt.ggg")) == "");
  const std::string described = engine.answer("DescribeTable", R"({"TableName": "ttt"})");
  const std::size_t at = described.find("arn:", described.find("LatestStreamArn"));
  const std::string arn = described.substr(at, described.find('"', at) - at);
  const std::string stream =
      engine.answer("DynamoDBStreams_20120810.DescribeStream", R"({"StreamArn": ")" + arn + "\"}");
  const std::size_t id = stream.find("shardId-");
  const std::string shard = stream.substr(id, stream.find('"', id) - id);
  const std::string iterator = text_member(
      engine.answer("GetShardIterator", R"({"StreamArn": ")" + arn + R"(", "ShardId": ")" + shard +
                                            R"(", "ShardIteratorType": "TRIM_HORIZON"})"),
      "ShardIterator");
  const std::string records =
      engine.answer("GetRecords", R"({"ShardIterator": ")" + iterator + "\"}");
  const std::size_t insert = records.find(R"("eventName":"INSERT")");
  const std::size_t modify = records.find(R"("eventName":"MODIFY")");
  const std::size_t remove = records.find(R"("eventName":"REMOVE")");
  CHECK(insert < modify);
  CHECK(modify < remove);
  CHECK(remove != std::string::npos);
}

TEST_CASE("a value that an index's key can't have is refused") {
  StatementEngine engine;
  CHECK(engine.fail("INSERT INTO ttt VALUE {'p': 'a', 's': '1', 'x': 5}") ==
        "ValidationException: One or more parameter values were invalid: Type mismatch for Index "
        "Key x Expected: S Actual: N IndexName: ggg");
}

TEST_CASE("a condition goes into no key attribute") {
  StatementEngine engine;
  CHECK(engine.fail("DELETE FROM ttt WHERE p = 'a' AND s = '1' AND x.y = 1") ==
        "ValidationException: Key attributes must be scalars; list random access '[]' and map "
        "lookup '.' are not allowed: IndexKey: x");
}

}  // namespace tests::statement_write_test
