#include "tests/unit/server/protocol/model/shape_text.h"

#include <doctest/doctest.h>

namespace streams_test {

// As the public model and AWS's recordings have them: a line that changes wants a fact behind it.
TEST_CASE("what the inputs of operations on streams have, and within which bounds") {
  // clang-format off
  CHECK(tests::inputs_text(server::protocol::dynamodb_stream_inputs()) == R"shapes(
DynamoDBStreams_20120810.GetRecords structure
  ShardIterator string
  Limit integer 1..
DynamoDBStreams_20120810.GetShardIterator structure
  StreamArn string
  ShardId string
  ShardIteratorType string
  SequenceNumber string 21..40
DynamoDBStreams_20120810.DescribeStream structure
  StreamArn string
  Limit integer 1..
  ExclusiveStartShardId string 28..65
  ShardFilter structure
    Type! string of CHILD_SHARDS
    ShardId! string 28..65
DynamoDBStreams_20120810.ListStreams structure
  TableName string 3..255 matching [a-zA-Z0-9_.-]+
  Limit integer 1..
  ExclusiveStartStreamArn string 37..1024
)shapes");
  // clang-format on
}

}  // namespace streams_test
