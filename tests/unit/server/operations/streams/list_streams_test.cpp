#include "tests/unit/server/operations/streams/streamed_table.h"

#include <doctest/doctest.h>

namespace list_streams_test {

using namespace tests;
using namespace std::chrono_literals;

TEST_CASE("streams are listed in pages, from a deleted table's on, too, and for 24 hours") {
  StreamedTable f;
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

TEST_CASE("streams are listed by their table, by 100 at most") {
  StreamedTable f;
  f.create("Alpha");
  const std::string things = R"({"Streams":[{"StreamArn":")" + f.arn +
                             R"(","TableName":"Things","StreamLabel":"2024-12-18T00:00:00.000"}]})";
  CHECK(f.answer("ListStreams", R"({"TableName":"Things"})") == things);
  CHECK(member(f.answer("ListStreams", R"({"Limit":2})"), "LastEvaluatedStreamArn").empty());
  CHECK(f.error("ListStreams", R"({"Limit":100})").empty());
  CHECK(f.error("ListStreams", R"({"Limit":101})") ==
        kInvalid + "Limit cannot be greater than the maximum allowed size: 100");
  CHECK(f.error("ListStreams", R"({"ExclusiveStartStreamArn":")" + std::string(37, 'x') + "\"}") ==
        "ValidationException: Invalid StreamArn");
}

}  // namespace list_streams_test
