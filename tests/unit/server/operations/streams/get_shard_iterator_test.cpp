#include "tests/unit/server/operations/streams/streamed_table.h"

#include <doctest/doctest.h>

namespace get_shard_iterator_test {

using namespace tests;
using namespace std::chrono_literals;

TEST_CASE("what was trimmed can't be read any more") {
  StreamedTable f;
  f.put("a");
  f.clock.advance(1h);
  f.put("b");
  f.age(23h - 1min);
  std::string horizon = f.iterator(0, "TRIM_HORIZON");
  std::string second = f.iterator(0, "AT_SEQUENCE_NUMBER", f.number(2));
  f.age(2min);
  CHECK(f.error("GetRecords", StreamedTable::records_request(horizon)) == kTrimmed);
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

TEST_CASE("numbers from the future stand for the tip") {
  StreamedTable f;
  f.put("a");
  for (const char* type : {"AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"}) {
    std::string iterator = f.iterator(0, type, std::string(40, '9'));
    f.put(type);
    CHECK(f.page(iterator) == type);
  }
}

TEST_CASE("a request for an iterator is answered as on AWS when it is wrong") {
  StreamedTable f;
  const std::string arn = R"("StreamArn":")" + f.arn + "\"";
  const std::string shard = R"(,"ShardId":")" + f.shard_id(0) + "\"";
  const auto type = [](const std::string& name) {
    return R"(,"ShardIteratorType":")" + name + "\"";
  };
  const auto number = [](const std::string& text) {
    return R"(,"SequenceNumber":")" + text + "\"";
  };
  const std::string unwanted =
      kInvalid + "SequenceNumber should not be passed for this iterator type";
  struct Case {
    std::string body;
    std::string error;
  };
  // clang-format off
  const Case cases[] = {
      {"", kInvalid + "streamArn cannot be empty or null."},
      {R"("StreamArn":"")", kInvalid + "streamArn cannot be empty or null."},
      {arn, "ValidationException: No ShardId specified."},
      {arn + shard, "ValidationException: Invalid ShardIteratorType."},
      {arn + shard + type("LATEST") + number(f.number(0)), unwanted},
      {arn + shard + type("TRIM_HORIZON") + number(f.number(0)), unwanted},
      {arn + shard + type("AT_SEQUENCE_NUMBER"), kInvalid + "Invalid SequenceNumber"},
      {arn + shard + type("AFTER_SEQUENCE_NUMBER"), kInvalid + "Invalid SequenceNumber"},
      {arn + shard + type("AT_SEQUENCE_NUMBER") + number(std::string(21, 'x')),
       kInvalid + "Invalid SequenceNumber"},
      {arn + shard + type("AT_SEQUENCE_NUMBER") + number("1"),
       kDetected + "1' at 'sequenceNumber' failed to satisfy constraint: Member must have length "
                   "greater than or equal to 21"},
      {arn + R"(,"ShardId":"shardId-00000001573689847184-864758bb")" + type("LATEST"),
       "ResourceNotFoundException: Requested resource not found: Shard does not exist"},
  };
  // clang-format on
  for (const Case& each : cases) {
    CAPTURE(each.body);
    CHECK(f.error("GetShardIterator", "{" + each.body + "}") == each.error);
  }
}

}  // namespace get_shard_iterator_test
