#include "tests/unit/server/protocol/model/shape_text.h"

#include <doctest/doctest.h>

namespace dynamodb_items_test {

// As the public model and AWS's recordings have them: a line that changes wants a fact behind it.
TEST_CASE("what the inputs of operations on single items have, and within which bounds") {
  // clang-format off
  CHECK(tests::inputs_text(server::protocol::dynamodb_item_inputs()) == R"shapes(
DynamoDB_20120810.PutItem structure
  ReturnValues string of ALL_NEW UPDATED_OLD ALL_OLD NONE UPDATED_NEW
  ReturnConsumedCapacity string of INDEXES TOTAL NONE
  TableName! string 3..255 or ARN or nothing matching [a-zA-Z0-9_.-]+
  Item! map of
    attribute value
  ConditionalOperator string of OR AND
  Expected map of
    structure
      AttributeValueList list of
        attribute value
      ComparisonOperator string of IN NULL BETWEEN LT NOT_CONTAINS EQ GT NOT_NULL NE LE BEGINS_WITH GE CONTAINS
      Exists boolean
      Value attribute value
  ReturnItemCollectionMetrics string of SIZE NONE
  ReturnValuesOnConditionCheckFailure string of ALL_OLD NONE
  ConditionExpression string
  ExpressionAttributeNames map of
    string
  ExpressionAttributeValues map of
    attribute value
  today one by one: TableName TableName ConditionalOperator
  today together: ReturnConsumedCapacity ReturnValues Expected AttributeUpdates ReturnItemCollectionMetrics ReturnValuesOnConditionCheckFailure ExpressionAttributeNames
DynamoDB_20120810.GetItem structure
  AttributesToGet list of 1..255
    string
  ReturnConsumedCapacity string of INDEXES TOTAL NONE
  Key! map of
    attribute value
  TableName! string 3..255 or ARN or nothing matching [a-zA-Z0-9_.-]+
  ConsistentRead boolean
  ProjectionExpression string
  ExpressionAttributeNames map of
    string
  today one by one: TableName
  today together: AttributesToGet ReturnConsumedCapacity Key TableName ConsistentRead ProjectionExpression ExpressionAttributeNames
DynamoDB_20120810.UpdateItem structure
  ReturnConsumedCapacity string of INDEXES TOTAL NONE
  TableName! string 3..255 or ARN or nothing matching [a-zA-Z0-9_.-]+
  ReturnItemCollectionMetrics string of SIZE NONE
  ReturnValues string of ALL_NEW UPDATED_OLD ALL_OLD NONE UPDATED_NEW
  ConditionalOperator string of OR AND
  Key! map of
    attribute value
  Expected map of
    structure
      AttributeValueList list of
        attribute value
      ComparisonOperator string of IN NULL BETWEEN LT NOT_CONTAINS EQ GT NOT_NULL NE LE BEGINS_WITH GE CONTAINS
      Exists boolean
      Value attribute value
  AttributeUpdates map of
    structure
      Action string of ADD DELETE PUT
      Value attribute value
  ReturnValuesOnConditionCheckFailure string of ALL_OLD NONE
  UpdateExpression string
  ConditionExpression string
  ExpressionAttributeNames map of
    string
  ExpressionAttributeValues map of
    attribute value
  today one by one: TableName TableName ReturnValues ConditionalOperator
  today together: ReturnConsumedCapacity ReturnValues Expected AttributeUpdates ReturnItemCollectionMetrics ReturnValuesOnConditionCheckFailure ExpressionAttributeNames
DynamoDB_20120810.DeleteItem structure
  ReturnValues string of ALL_NEW UPDATED_OLD ALL_OLD NONE UPDATED_NEW
  ReturnConsumedCapacity string of INDEXES TOTAL NONE
  TableName! string 3..255 or ARN or nothing matching [a-zA-Z0-9_.-]+
  ReturnItemCollectionMetrics string of SIZE NONE
  Key! map of
    attribute value
  ConditionalOperator string of OR AND
  Expected map of
    structure
      AttributeValueList list of
        attribute value
      ComparisonOperator string of IN NULL BETWEEN LT NOT_CONTAINS EQ GT NOT_NULL NE LE BEGINS_WITH GE CONTAINS
      Exists boolean
      Value attribute value
  ReturnValuesOnConditionCheckFailure string of ALL_OLD NONE
  ConditionExpression string
  ExpressionAttributeNames map of
    string
  ExpressionAttributeValues map of
    attribute value
  today one by one: TableName TableName ConditionalOperator
  today together: ReturnConsumedCapacity ReturnValues Expected AttributeUpdates ReturnItemCollectionMetrics ReturnValuesOnConditionCheckFailure ExpressionAttributeNames
DynamoDB_20120810.Query structure
  Select string of SPECIFIC_ATTRIBUTES COUNT ALL_ATTRIBUTES ALL_PROJECTED_ATTRIBUTES
  IndexName string 3..255 matching [a-zA-Z0-9_.-]+, length first
  ReturnConsumedCapacity string of INDEXES TOTAL NONE
  QueryFilter map of
    structure
      AttributeValueList list of
        attribute value
      ComparisonOperator! string of IN NULL BETWEEN LT NOT_CONTAINS EQ GT NOT_NULL NE LE BEGINS_WITH GE CONTAINS
  TableName! string 3..255 or ARN or nothing matching [a-zA-Z0-9_.-]+
  ConditionalOperator string of OR AND
  AttributesToGet list of 1..255
    string
  Limit integer 1.., told by path
  KeyConditions map of
    structure
      AttributeValueList list of
        attribute value
      ComparisonOperator! string of IN NULL BETWEEN LT NOT_CONTAINS EQ GT NOT_NULL NE LE BEGINS_WITH GE CONTAINS
  ExclusiveStartKey map of
    attribute value
  ConsistentRead boolean
  ScanIndexForward boolean
  KeyConditionExpression string
  FilterExpression string
  ProjectionExpression string
  ExpressionAttributeNames map of
    string
  ExpressionAttributeValues map of
    attribute value
  today one by one: TableName ConditionalOperator
  today together: Select IndexName ReturnConsumedCapacity QueryFilter TableName ConditionalOperator AttributesToGet Limit KeyConditions ExclusiveStartKey ConsistentRead ScanIndexForward KeyConditionExpression FilterExpression ProjectionExpression ExpressionAttributeNames ExpressionAttributeValues
DynamoDB_20120810.Scan structure
  Select string of SPECIFIC_ATTRIBUTES COUNT ALL_ATTRIBUTES ALL_PROJECTED_ATTRIBUTES
  IndexName string 3..255 matching [a-zA-Z0-9_.-]+, length first
  TotalSegments integer 1..1000000
  ReturnConsumedCapacity string of INDEXES TOTAL NONE
  TableName! string 3..255 or ARN or nothing matching [a-zA-Z0-9_.-]+
  ConditionalOperator string of OR AND
  ScanFilter map of
    structure
      AttributeValueList list of
        attribute value
      ComparisonOperator! string of IN NULL BETWEEN LT NOT_CONTAINS EQ GT NOT_NULL NE LE BEGINS_WITH GE CONTAINS
  Segment integer 0..999999
  Limit integer 1..
  AttributesToGet list of 1..255
    string
  ExclusiveStartKey map of
    attribute value
  ConsistentRead boolean
  FilterExpression string
  ProjectionExpression string
  ExpressionAttributeNames map of
    string
  ExpressionAttributeValues map of
    attribute value
)shapes");
  // clang-format on
}

}  // namespace dynamodb_items_test
