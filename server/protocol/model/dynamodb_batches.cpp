// Inputs of the batch and transaction operations.
//
// Not here, because the operations themselves answer it in words of their own: BatchWriteItem's
// RequestItems that is an empty map, a write request or a transaction's item with no action, and
// all that a transaction reports per item.
#include "server/protocol/model/dynamodb_shapes.h"
#include "server/protocol/model/input_shapes.h"

namespace server::protocol {
namespace dynamodb_batches_model {

constexpr Shape kKeys = list_of(kAttributeMap).between(1, 100);

constexpr Member kKeysAndAttributesMembers[] = {
    {"Keys",                     kKeys.worded(ViolationText::by_path), kRequired},
    {"AttributesToGet",          kAttributesToGet,                     kOptional},
    {"ConsistentRead",           kBoolean,                             kOptional},
    {"ProjectionExpression",     kString,                              kOptional},
    {"ExpressionAttributeNames", kStringMap,                           kOptional},
};
constexpr Shape kKeysAndAttributes = structure("KeysAndAttributes", kKeysAndAttributesMembers);
constexpr Shape kGetRequests = map_of(kKeysAndAttributes)
                                   .keyed_by(kTableNameOrArn)
                                   .at_least(1)
                                   .worded(ViolationText::by_path)
                                   .quoted_as_json();

constexpr Member kBatchGetItemMembers[] = {
    {"RequestItems",           kGetRequests,            kRequired},
    {"ReturnConsumedCapacity", kReturnConsumedCapacity, kOptional},
};
constexpr Shape kBatchGetItem = structure("BatchGetItemInput", kBatchGetItemMembers);
constexpr CurrentChecks kBatchGetItemChecks{{}, kBatchGetItemMembers};

constexpr Member kPutRequestMembers[] = {
    {"Item",                kAttributeMap, kRequired},
    {"WorkloadProfileName", kString,       kOptional}, // internal, but AWS's texts show it
};
constexpr Shape kPutRequest = structure("PutRequest", kPutRequestMembers);

constexpr Member kDeleteRequestMembers[] = {
    {"Key", kAttributeMap, kRequired},
};
constexpr Shape kDeleteRequest = structure("DeleteRequest", kDeleteRequestMembers);

constexpr Member kWriteRequestMembers[] = {
    {"PutRequest",    kPutRequest,    kOptional},
    {"DeleteRequest", kDeleteRequest, kOptional},
};
constexpr Shape kWriteRequest = structure("WriteRequest", kWriteRequestMembers);
constexpr Shape kWriteRequests = list_of(kWriteRequest).between(1, 25);
constexpr Shape kWriteRequestMap =
    map_of(kWriteRequests).keyed_by(kTableNameOrArn).with_keys_checked_last();

constexpr Member kBatchWriteItemMembers[] = {
    {"ReturnConsumedCapacity",      kReturnConsumedCapacity,      kOptional},
    {"ReturnItemCollectionMetrics", kReturnItemCollectionMetrics, kOptional},
    {"RequestItems",                kWriteRequestMap,             kRequired},
};
constexpr Shape kBatchWriteItem = structure("BatchWriteItemInput", kBatchWriteItemMembers);

constexpr Member kConditionCheckMembers[] = {
    {"Key",                                 kAttributeMap,             kRequired},
    {"TableName",                           kTableNameOrArn,           kRequired},
    {"ConditionExpression",                 kString,                   kRequired},
    {"ExpressionAttributeNames",            kStringMap,                kOptional},
    {"ExpressionAttributeValues",           kAttributeMap,             kOptional},
    {"ReturnValuesOnConditionCheckFailure", kReturnOnConditionFailure, kOptional},
};
constexpr Shape kConditionCheck = structure("ConditionCheck", kConditionCheckMembers);

constexpr Member kPutMembers[] = {
    {"Item",                                kAttributeMap,             kRequired},
    {"TableName",                           kTableNameOrArn,           kRequired},
    {"ConditionExpression",                 kString,                   kOptional},
    {"ExpressionAttributeNames",            kStringMap,                kOptional},
    {"ExpressionAttributeValues",           kAttributeMap,             kOptional},
    {"ReturnValuesOnConditionCheckFailure", kReturnOnConditionFailure, kOptional},
};
constexpr Shape kPut = structure("Put", kPutMembers);

constexpr Member kDeleteMembers[] = {
    {"Key",                                 kAttributeMap,             kRequired},
    {"TableName",                           kTableNameOrArn,           kRequired},
    {"ConditionExpression",                 kString,                   kOptional},
    {"ExpressionAttributeNames",            kStringMap,                kOptional},
    {"ExpressionAttributeValues",           kAttributeMap,             kOptional},
    {"ReturnValuesOnConditionCheckFailure", kReturnOnConditionFailure, kOptional},
};
constexpr Shape kDelete = structure("Delete", kDeleteMembers);

constexpr Member kUpdateMembers[] = {
    {"Key",                                 kAttributeMap,             kRequired},
    {"UpdateExpression",                    kString,                   kRequired},
    {"TableName",                           kTableNameOrArn,           kRequired},
    {"ConditionExpression",                 kString,                   kOptional},
    {"ExpressionAttributeNames",            kStringMap,                kOptional},
    {"ExpressionAttributeValues",           kAttributeMap,             kOptional},
    {"ReturnValuesOnConditionCheckFailure", kReturnOnConditionFailure, kOptional},
};
constexpr Shape kUpdate = structure("Update", kUpdateMembers);

constexpr Member kTransactWriteItemMembers[] = {
    {"ConditionCheck", kConditionCheck, kOptional},
    {"Put",            kPut,            kOptional},
    {"Delete",         kDelete,         kOptional},
    {"Update",         kUpdate,         kOptional},
};
constexpr Shape kTransactWriteItem = structure("TransactWriteItem", kTransactWriteItemMembers);
constexpr Shape kTransactWriteList = list_of(kTransactWriteItem).between(1, 100);

constexpr Shape kRequestToken = kString.between(1, 36);
constexpr Member kTransactWriteItemsMembers[] = {
    {"ClientRequestToken",          kRequestToken,                kOptional},
    {"ReturnConsumedCapacity",      kReturnConsumedCapacity,      kOptional},
    {"ReturnItemCollectionMetrics", kReturnItemCollectionMetrics, kOptional},
    {"TransactItems",               kTransactWriteList,           kRequired},
};
constexpr Shape kTransactWriteItems =
    structure("TransactWriteItemsInput", kTransactWriteItemsMembers);

constexpr Member kGetMembers[] = {
    {"Key",                      kAttributeMap,   kRequired},
    {"TableName",                kTableNameOrArn, kRequired},
    {"ProjectionExpression",     kString,         kOptional},
    {"ExpressionAttributeNames", kStringMap,      kOptional},
};
constexpr Shape kGet = structure("Get", kGetMembers);

constexpr Member kTransactGetItemMembers[] = {
    {"Get", kGet, kRequired},
};
constexpr Shape kTransactGetItem = structure("TransactGetItem", kTransactGetItemMembers);
constexpr Shape kTransactGetList = list_of(kTransactGetItem).between(1, 100);

constexpr Member kTransactGetItemsMembers[] = {
    {"ReturnConsumedCapacity", kReturnConsumedCapacity, kOptional},
    {"TransactItems",          kTransactGetList,        kRequired},
};
constexpr Shape kTransactGetItems = structure("TransactGetItemsInput", kTransactGetItemsMembers);

constexpr InputShape kInputs[] = {
    {"DynamoDB_20120810.BatchGetItem", kBatchGetItem, &kBatchGetItemChecks},
    {"DynamoDB_20120810.BatchWriteItem",                                kBatchWriteItem           },
    {"DynamoDB_20120810.TransactWriteItems",                                kTransactWriteItems},
    {"DynamoDB_20120810.TransactGetItems",                                kTransactGetItems             },
};

}  // namespace dynamodb_batches_model

std::span<const InputShape> dynamodb_batch_inputs() {
  return dynamodb_batches_model::kInputs;
}

}  // namespace server::protocol
