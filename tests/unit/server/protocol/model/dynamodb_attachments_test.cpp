#include "tests/unit/server/protocol/model/shape_text.h"

#include <doctest/doctest.h>

namespace dynamodb_attachments_test {

// As the public model and AWS's recordings have them: a line that changes wants a fact behind it.
TEST_CASE("what the inputs of operations on attachments have, and within which bounds") {
  // clang-format off
  CHECK(tests::inputs_text(server::protocol::dynamodb_attachment_inputs()) == R"shapes(
DynamoDB_20120810.PutResourcePolicy structure
  ResourceArn! string 1..1283
  Policy! string
  ExpectedRevisionId string 1..255
  ConfirmRemoveSelfResourceAccess boolean
DynamoDB_20120810.GetResourcePolicy structure
  ResourceArn! string 1..1283
DynamoDB_20120810.DeleteResourcePolicy structure
  ResourceArn! string 1..1283
  ExpectedRevisionId string 1..255
DynamoDB_20120810.UpdateContributorInsights structure
  TableName!! string 3..255 or ARN matching [a-zA-Z0-9_.-]+, length first
  IndexName string 3..255 matching [a-zA-Z0-9_.-]+, length first
  ContributorInsightsAction! string of ENABLE DISABLE
  ContributorInsightsMode string of ACCESSED_AND_THROTTLED_KEYS THROTTLED_KEYS
DynamoDB_20120810.DescribeContributorInsights structure
  TableName!! string 3..255 or ARN matching [a-zA-Z0-9_.-]+, length first
  IndexName string 3..255 matching [a-zA-Z0-9_.-]+, length first
DynamoDB_20120810.ListContributorInsights structure
  TableName string 3..255 or ARN matching [a-zA-Z0-9_.-]+, length first
  NextToken string
  MaxResults integer ..100
DynamoDB_20120810.DescribeKinesisStreamingDestination structure
  TableName!! string 3..255 or ARN matching [a-zA-Z0-9_.-]+, length first
DynamoDB_20120810.EnableKinesisStreamingDestination structure
  TableName!! string 3..255 or ARN matching [a-zA-Z0-9_.-]+, length first
  StreamArn! string 37..1024
  EnableKinesisStreamingConfiguration structure
    ApproximateCreationDateTimePrecision string of MILLISECOND MICROSECOND
DynamoDB_20120810.DisableKinesisStreamingDestination structure
  TableName!! string 3..255 or ARN matching [a-zA-Z0-9_.-]+, length first
  StreamArn! string 37..1024
  EnableKinesisStreamingConfiguration structure
    ApproximateCreationDateTimePrecision string of MILLISECOND MICROSECOND
DynamoDB_20120810.UpdateKinesisStreamingDestination structure
  TableName!! string 3..255 or ARN matching [a-zA-Z0-9_.-]+, length first
  StreamArn! string 37..1024
  UpdateKinesisStreamingConfiguration structure
    ApproximateCreationDateTimePrecision string of MILLISECOND MICROSECOND
DynamoDB_20120810.CreateGlobalTable structure
DynamoDB_20120810.UpdateGlobalTable structure
DynamoDB_20120810.DescribeGlobalTable structure
DynamoDB_20120810.ListGlobalTables structure
DynamoDB_20120810.DescribeGlobalTableSettings structure
DynamoDB_20120810.UpdateGlobalTableSettings structure
DynamoDB_20120810.DescribeTableReplicaAutoScaling structure
DynamoDB_20120810.UpdateTableReplicaAutoScaling structure
DynamoDB_20120810.SearchVectors structure
)shapes");
  // clang-format on
}

}  // namespace dynamodb_attachments_test
