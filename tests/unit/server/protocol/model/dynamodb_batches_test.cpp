#include "tests/unit/server/protocol/model/shape_text.h"

#include <doctest/doctest.h>

namespace dynamodb_batches_test {

// As the public model and AWS's recordings have them: a line that changes wants a fact behind it.
TEST_CASE(
    "what the inputs of operations on batches and transactions have, and within which bounds") {
  // clang-format off
  CHECK(tests::inputs_text(server::protocol::dynamodb_batch_inputs()) == R"shapes(
DynamoDB_20120810.BatchGetItem structure
  RequestItems! map of 1.., told by path, quoted as JSON
    key string 3..255 or ARN or nothing matching [a-zA-Z0-9_.-]+
    structure
      Keys! list of 1..100, told by path
        map of
          attribute value
      AttributesToGet list of 1..255
        string
      ConsistentRead boolean
      ProjectionExpression string
      ExpressionAttributeNames map of
        string
  ReturnConsumedCapacity string of INDEXES TOTAL NONE
  today one by one:
  today together: RequestItems ReturnConsumedCapacity
DynamoDB_20120810.BatchWriteItem structure
  ReturnConsumedCapacity string of INDEXES TOTAL NONE
  ReturnItemCollectionMetrics string of SIZE NONE
  RequestItems! map of, keys last
    key string 3..255 or ARN or nothing matching [a-zA-Z0-9_.-]+
    list of 1..25
      structure
        PutRequest structure
          Item! map of
            attribute value
          WorkloadProfileName string
        DeleteRequest structure
          Key! map of
            attribute value
DynamoDB_20120810.TransactWriteItems structure
  ClientRequestToken string 1..36
  ReturnConsumedCapacity string of INDEXES TOTAL NONE
  ReturnItemCollectionMetrics string of SIZE NONE
  TransactItems! list of 1..100
    structure
      ConditionCheck structure
        Key! map of
          attribute value
        TableName! string 3..255 or ARN or nothing matching [a-zA-Z0-9_.-]+
        ConditionExpression! string
        ExpressionAttributeNames map of
          string
        ExpressionAttributeValues map of
          attribute value
        ReturnValuesOnConditionCheckFailure string of ALL_OLD NONE
      Put structure
        Item! map of
          attribute value
        TableName! string 3..255 or ARN or nothing matching [a-zA-Z0-9_.-]+
        ConditionExpression string
        ExpressionAttributeNames map of
          string
        ExpressionAttributeValues map of
          attribute value
        ReturnValuesOnConditionCheckFailure string of ALL_OLD NONE
      Delete structure
        Key! map of
          attribute value
        TableName! string 3..255 or ARN or nothing matching [a-zA-Z0-9_.-]+
        ConditionExpression string
        ExpressionAttributeNames map of
          string
        ExpressionAttributeValues map of
          attribute value
        ReturnValuesOnConditionCheckFailure string of ALL_OLD NONE
      Update structure
        Key! map of
          attribute value
        UpdateExpression! string
        TableName! string 3..255 or ARN or nothing matching [a-zA-Z0-9_.-]+
        ConditionExpression string
        ExpressionAttributeNames map of
          string
        ExpressionAttributeValues map of
          attribute value
        ReturnValuesOnConditionCheckFailure string of ALL_OLD NONE
DynamoDB_20120810.TransactGetItems structure
  ReturnConsumedCapacity string of INDEXES TOTAL NONE
  TransactItems! list of 1..100
    structure
      Get! structure
        Key! map of
          attribute value
        TableName! string 3..255 or ARN or nothing matching [a-zA-Z0-9_.-]+
        ProjectionExpression string
        ExpressionAttributeNames map of
          string
)shapes");
  // clang-format on
}

}  // namespace dynamodb_batches_test
