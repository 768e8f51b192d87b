#include "server/operations/streams/stream_access.h"

#include "tests/unit/server/operations/streams/streamed_table.h"

#include <doctest/doctest.h>

namespace stream_access_test {

using namespace tests;
using namespace std::chrono_literals;

TEST_CASE("a limit is read as an integer, whatever number it is") {
  StreamedTable f;
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
  for (const std::string limit : {"1e30", "9223372036854775808"}) {
    CAPTURE(limit);
    CHECK(f.error("GetRecords", get_records(limit)) ==
          kInvalid + "Limit should be less than or equal to 1000");
    CHECK(f.error("DescribeStream", R"({"StreamArn":")" + f.arn + R"(","Limit":)" + limit + "}") ==
          kInvalid + "Limit cannot be greater than the maximum: 100");
    CHECK(f.error("ListStreams", R"({"Limit":)" + limit + "}") ==
          kInvalid + "Limit cannot be greater than the maximum allowed size: 100");
  }
  CHECK(f.error("GetRecords", get_records("0.9")) ==
        "ValidationException: 1 validation error detected: Value '0' at 'limit' failed to satisfy "
        "constraint: Member must have value greater than or equal to 1");
}

TEST_CASE("a stream is found by its ARN, of the own account and region only") {
  StreamedTable f;
  const std::string label = "/stream/2020-01-01T00:00:00.000";
  const auto missing = [](const std::string& arn) {
    return "ResourceNotFoundException: Requested resource not found: Stream: " + arn + " not found";
  };
  const std::string invalid = "ValidationException: Invalid StreamArn";
  const std::string unknown = "arn:aws:dynamodb:us-east-1:000000000000:table/Things" + label;
  const std::string elsewhere = "arn:aws:dynamodb:eu-west-1:000000000000:table/Things" + label;
  const std::string foreign = "arn:aws:dynamodb:us-east-1:111111111111:table/Things" + label;
  struct Case {
    std::string arn;
    std::string error;
  };
  // clang-format off
  const Case cases[] = {
      {f.arn, ""},
      {unknown, missing(unknown)},
      {elsewhere, missing(elsewhere)},
      {foreign, "AccessDeniedException: User is not authorized to access resource: " + foreign},
      {"arn:aws:dynamodb:us-east-1:000000000000:table/Things", invalid},
      {"arn:aws:kinesis:us-east-1:000000000000:table/Things" + label, invalid},
      {std::string(37, 'x'), invalid},
  };
  // clang-format on
  for (const Case& each : cases) {
    CAPTURE(each.arn);
    const std::string arn = R"({"StreamArn":")" + each.arn + "\"";
    CHECK(f.error("DescribeStream", arn + "}") == each.error);
    CHECK(f.error("GetShardIterator", arn + R"(,"ShardId":")" + f.shard_id(0) +
                                          R"(","ShardIteratorType":"LATEST"})") == each.error);
  }
}

TEST_CASE("a stream of another scope isn't found in this one") {
  StreamedTable f;
  CHECK(server::operations::find_stream(f.services, f.scope, f.arn) == &f.stream());
  f.scope.region = core::Region("eu-west-1");
  CHECK(server::operations::find_stream(f.services, f.scope, f.arn) == nullptr);
}

}  // namespace stream_access_test
