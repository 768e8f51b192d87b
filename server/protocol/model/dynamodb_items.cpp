// Inputs of the operations on single items, and of Query and Scan.
#include "server/protocol/model/dynamodb_shapes.h"
#include "server/protocol/model/input_shapes.h"

namespace server::protocol {
namespace dynamodb_items_model {

constexpr std::string_view kReturnValuesValues[] = {"ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE",
                                                    "UPDATED_NEW"};
constexpr Shape kReturnValues = kString.one_of(kReturnValuesValues);

constexpr std::string_view kConditionalOperatorValues[] = {"OR", "AND"};
constexpr Shape kConditionalOperator = kString.one_of(kConditionalOperatorValues);

// The current front end's texts, with its slips.
constexpr std::string_view kReturnValuesMisprint[] = {"ALL_OLD", "UPDATED_OLD", "ALL_NEW",
                                                      "UPDATE_NEW", "NONE"};
constexpr Shape kCurrentReturnValues =
    kReturnValues.misprinted_as(kReturnValuesMisprint).worded(ViolationText::without_place);
constexpr std::string_view kConditionalOperatorMisprint[] = {"ALL", "OR"};
constexpr Shape kCurrentOperator = kConditionalOperator.misprinted_as(kConditionalOperatorMisprint)
                                       .worded(ViolationText::without_place);
constexpr Shape kAnyTableName = kString.at_least(1).worded(ViolationText::by_path);

constexpr std::string_view kComparisonOperatorValues[] = {
    "IN",       "NULL", "BETWEEN", "LT",          "NOT_CONTAINS", "EQ",      "GT",
    "NOT_NULL", "NE",   "LE",      "BEGINS_WITH", "GE",           "CONTAINS"};
constexpr Shape kComparisonOperator = kString.one_of(kComparisonOperatorValues);

constexpr std::string_view kSelectValues[] = {"SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES",
                                              "ALL_PROJECTED_ATTRIBUTES"};
constexpr Shape kSelect = kString.one_of(kSelectValues);

constexpr Shape kAttributeValueList = list_of(kAttributeValue);

constexpr Member kExpectedMembers[] = {
    {"AttributeValueList", kAttributeValueList, kOptional},
    {"ComparisonOperator", kComparisonOperator, kOptional},
    {"Exists",             kBoolean,            kOptional},
    {"Value",              kAttributeValue,     kOptional},
};
constexpr Shape kExpected = structure("ExpectedAttributeValue", kExpectedMembers);
constexpr Shape kExpectedMap = map_of(kExpected);

constexpr Member kConditionMembers[] = {
    {"AttributeValueList", kAttributeValueList, kOptional},
    {"ComparisonOperator", kComparisonOperator, kRequired},
};
constexpr Shape kCondition = structure("Condition", kConditionMembers);
constexpr Shape kConditionMap = map_of(kCondition);

constexpr std::string_view kUpdateActionValues[] = {"ADD", "DELETE", "PUT"};
constexpr Member kUpdateMembers[] = {
    {"Action", kString.one_of(kUpdateActionValues), kOptional},
    {"Value",  kAttributeValue,                     kOptional},
};
constexpr Shape kUpdate = structure("AttributeValueUpdate", kUpdateMembers);
constexpr Shape kUpdateMap = map_of(kUpdate);

constexpr Member kPutItemMembers[] = {
    {"ReturnValues",                        kReturnValues,                kOptional},
    {"ReturnConsumedCapacity",              kReturnConsumedCapacity,      kOptional},
    {"TableName",                           kTableNameOrArn,              kRequired},
    {"Item",                                kAttributeMap,                kRequired},
    {"ConditionalOperator",                 kConditionalOperator,         kOptional},
    {"Expected",                            kExpectedMap,                 kOptional},
    {"ReturnItemCollectionMetrics",         kReturnItemCollectionMetrics, kOptional},
    {"ReturnValuesOnConditionCheckFailure", kReturnOnConditionFailure,    kOptional},
    {"ConditionExpression",                 kString,                      kOptional},
    {"ExpressionAttributeNames",            kStringMap,                   kOptional},
    {"ExpressionAttributeValues",           kAttributeMap,                kOptional},
};
constexpr Shape kPutItem = structure("PutItemInput", kPutItemMembers);

constexpr Member kUpdateItemMembers[] = {
    {"ReturnConsumedCapacity",              kReturnConsumedCapacity,      kOptional},
    {"TableName",                           kTableNameOrArn,              kRequired},
    {"ReturnItemCollectionMetrics",         kReturnItemCollectionMetrics, kOptional},
    {"ReturnValues",                        kReturnValues,                kOptional},
    {"ConditionalOperator",                 kConditionalOperator,         kOptional},
    {"Key",                                 kAttributeMap,                kRequired},
    {"Expected",                            kExpectedMap,                 kOptional},
    {"AttributeUpdates",                    kUpdateMap,                   kOptional},
    {"ReturnValuesOnConditionCheckFailure", kReturnOnConditionFailure,    kOptional},
    {"UpdateExpression",                    kString,                      kOptional},
    {"ConditionExpression",                 kString,                      kOptional},
    {"ExpressionAttributeNames",            kStringMap,                   kOptional},
    {"ExpressionAttributeValues",           kAttributeMap,                kOptional},
};
constexpr Shape kUpdateItem = structure("UpdateItemInput", kUpdateItemMembers);

constexpr Member kDeleteItemMembers[] = {
    {"ReturnValues",                        kReturnValues,                kOptional},
    {"ReturnConsumedCapacity",              kReturnConsumedCapacity,      kOptional},
    {"TableName",                           kTableNameOrArn,              kRequired},
    {"ReturnItemCollectionMetrics",         kReturnItemCollectionMetrics, kOptional},
    {"Key",                                 kAttributeMap,                kRequired},
    {"ConditionalOperator",                 kConditionalOperator,         kOptional},
    {"Expected",                            kExpectedMap,                 kOptional},
    {"ReturnValuesOnConditionCheckFailure", kReturnOnConditionFailure,    kOptional},
    {"ConditionExpression",                 kString,                      kOptional},
    {"ExpressionAttributeNames",            kStringMap,                   kOptional},
    {"ExpressionAttributeValues",           kAttributeMap,                kOptional},
};
constexpr Shape kDeleteItem = structure("DeleteItemInput", kDeleteItemMembers);

// What the current front end checks of the three writes. UpdateItem alone stops at ReturnValues.
constexpr Member kWriteOneByOne[] = {
    {"TableName",           kAnyTableName,    kOptional},
    {"TableName",           kTableNameOrArn,  kOptional},
    {"ConditionalOperator", kCurrentOperator, kOptional},
};
constexpr Member kUpdateOneByOne[] = {
    {"TableName",           kAnyTableName,        kOptional},
    {"TableName",           kTableNameOrArn,      kOptional},
    {"ReturnValues",        kCurrentReturnValues, kOptional},
    {"ConditionalOperator", kCurrentOperator,     kOptional},
};
constexpr Member kWriteTogether[] = {
    {"ReturnConsumedCapacity",              kReturnConsumedCapacity,      kOptional},
    {"ReturnValues",                        kCurrentReturnValues,         kOptional},
    {"Expected",                            kExpectedMap,                 kOptional},
    {"AttributeUpdates",                    kUpdateMap,                   kOptional},
    {"ReturnItemCollectionMetrics",         kReturnItemCollectionMetrics, kOptional},
    {"ReturnValuesOnConditionCheckFailure", kReturnOnConditionFailure,    kOptional},
    {"ExpressionAttributeNames",            kStringMap,                   kOptional},
};
constexpr CurrentChecks kWriteChecks{kWriteOneByOne, kWriteTogether};
constexpr CurrentChecks kUpdateItemChecks{kUpdateOneByOne, kWriteTogether};

constexpr Member kGetItemMembers[] = {
    {"AttributesToGet",          kAttributesToGet,        kOptional},
    {"ReturnConsumedCapacity",   kReturnConsumedCapacity, kOptional},
    {"Key",                      kAttributeMap,           kRequired},
    {"TableName",                kTableNameOrArn,         kRequired},
    {"ConsistentRead",           kBoolean,                kOptional},
    {"ProjectionExpression",     kString,                 kOptional},
    {"ExpressionAttributeNames", kStringMap,              kOptional},
};
constexpr Shape kGetItem = structure("GetItemInput", kGetItemMembers);
constexpr Member kGetItemOneByOne[] = {
    {"TableName", kAnyTableName, kOptional},
};
constexpr CurrentChecks kGetItemChecks{kGetItemOneByOne, kGetItemMembers};

constexpr Member kQueryMembers[] = {
    {"Select",                    kSelect,                                             kOptional},
    {"IndexName",                 kIndexName,                                          kOptional},
    {"ReturnConsumedCapacity",    kReturnConsumedCapacity,                             kOptional},
    {"QueryFilter",               kConditionMap,                                       kOptional},
    {"TableName",                 kTableNameOrArn,                                     kRequired},
    {"ConditionalOperator",       kConditionalOperator,                                kOptional},
    {"AttributesToGet",           kAttributesToGet,                                    kOptional},
    {"Limit",                     kInteger.at_least(1).worded(ViolationText::by_path), kOptional},
    {"KeyConditions",             kConditionMap,                                       kOptional},
    {"ExclusiveStartKey",         kAttributeMap,                                       kOptional},
    {"ConsistentRead",            kBoolean,                                            kOptional},
    {"ScanIndexForward",          kBoolean,                                            kOptional},
    {"KeyConditionExpression",    kString,                                             kOptional},
    {"FilterExpression",          kString,                                             kOptional},
    {"ProjectionExpression",      kString,                                             kOptional},
    {"ExpressionAttributeNames",  kStringMap,                                          kOptional},
    {"ExpressionAttributeValues", kAttributeMap,                                       kOptional},
};
constexpr Shape kQuery = structure("QueryInput", kQueryMembers);
constexpr Member kQueryOneByOne[] = {
    {"TableName",           kAnyTableName,                                 kOptional},
    {"ConditionalOperator", kCurrentOperator.worded(ViolationText::alone), kOptional},
};
constexpr CurrentChecks kQueryChecks{kQueryOneByOne, kQueryMembers};

constexpr Shape kTotalSegments = kInteger.between(1, 1'000'000);
constexpr Shape kSegment = kInteger.between(0, 999'999);

constexpr Member kScanMembers[] = {
    {"Select",                    kSelect,                 kOptional},
    {"IndexName",                 kIndexName,              kOptional},
    {"TotalSegments",             kTotalSegments,          kOptional},
    {"ReturnConsumedCapacity",    kReturnConsumedCapacity, kOptional},
    {"TableName",                 kTableNameOrArn,         kRequired},
    {"ConditionalOperator",       kConditionalOperator,    kOptional},
    {"ScanFilter",                kConditionMap,           kOptional},
    {"Segment",                   kSegment,                kOptional},
    {"Limit",                     kInteger.at_least(1),    kOptional},
    {"AttributesToGet",           kAttributesToGet,        kOptional},
    {"ExclusiveStartKey",         kAttributeMap,           kOptional},
    {"ConsistentRead",            kBoolean,                kOptional},
    {"FilterExpression",          kString,                 kOptional},
    {"ProjectionExpression",      kString,                 kOptional},
    {"ExpressionAttributeNames",  kStringMap,              kOptional},
    {"ExpressionAttributeValues", kAttributeMap,           kOptional},
};
constexpr Shape kScan = structure("ScanInput", kScanMembers);

constexpr InputShape kInputs[] = {
    {"DynamoDB_20120810.PutItem",    kPutItem,    &kWriteChecks     },
    {"DynamoDB_20120810.GetItem",    kGetItem,    &kGetItemChecks   },
    {"DynamoDB_20120810.UpdateItem", kUpdateItem, &kUpdateItemChecks},
    {"DynamoDB_20120810.DeleteItem", kDeleteItem, &kWriteChecks     },
    {"DynamoDB_20120810.Query",      kQuery,      &kQueryChecks     },
    {"DynamoDB_20120810.Scan",       kScan,       nullptr           },
};

}  // namespace dynamodb_items_model

std::span<const InputShape> dynamodb_item_inputs() {
  return dynamodb_items_model::kInputs;
}

}  // namespace server::protocol
