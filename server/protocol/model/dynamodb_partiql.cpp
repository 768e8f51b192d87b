// Inputs of the operations that execute PartiQL statements.
#include "server/protocol/model/dynamodb_shapes.h"
#include "server/protocol/model/input_shapes.h"

namespace server::protocol {
namespace dynamodb_partiql_model {

constexpr Shape kStatement = kString.between(1, 8192);
constexpr Shape kParameters = list_of(kAttributeValue).at_least(1);
constexpr Shape kNextToken = kString.between(1, 32768);

constexpr Member kExecuteStatementMembers[] = {
    {"Statement",                           kStatement,                kRequired},
    {"Parameters",                          kParameters,               kOptional},
    {"ConsistentRead",                      kBoolean,                  kOptional},
    {"NextToken",                           kNextToken,                kOptional},
    {"ReturnConsumedCapacity",              kReturnConsumedCapacity,   kOptional},
    {"Limit",                               kInteger.at_least(1),      kOptional},
    {"ReturnValuesOnConditionCheckFailure", kReturnOnConditionFailure, kOptional},
};
constexpr Shape kExecuteStatement = structure("ExecuteStatementInput", kExecuteStatementMembers);

constexpr Member kBatchStatementMembers[] = {
    {"Statement",                           kStatement,                kRequired},
    {"Parameters",                          kParameters,               kOptional},
    {"ConsistentRead",                      kBoolean,                  kOptional},
    {"ReturnValuesOnConditionCheckFailure", kReturnOnConditionFailure, kOptional},
};
constexpr Shape kBatchStatement = structure("BatchStatementRequest", kBatchStatementMembers);
constexpr Shape kBatchStatements = list_of(kBatchStatement).between(1, 25);

constexpr Member kBatchExecuteStatementMembers[] = {
    {"Statements",             kBatchStatements,        kRequired},
    {"ReturnConsumedCapacity", kReturnConsumedCapacity, kOptional},
};
constexpr Shape kBatchExecuteStatement =
    structure("BatchExecuteStatementInput", kBatchExecuteStatementMembers);

constexpr Member kParameterizedMembers[] = {
    {"Statement",                           kStatement,                kRequired},
    {"Parameters",                          kParameters,               kOptional},
    {"ReturnValuesOnConditionCheckFailure", kReturnOnConditionFailure, kOptional},
};
constexpr Shape kParameterized = structure("ParameterizedStatement", kParameterizedMembers);
constexpr Shape kParameterizedStatements = list_of(kParameterized).between(1, 100);

constexpr Shape kRequestToken = kString.between(1, 36);
constexpr Member kExecuteTransactionMembers[] = {
    {"TransactStatements",     kParameterizedStatements, kRequired},
    {"ClientRequestToken",     kRequestToken,            kOptional},
    {"ReturnConsumedCapacity", kReturnConsumedCapacity,  kOptional},
};
constexpr Shape kExecuteTransaction =
    structure("ExecuteTransactionInput", kExecuteTransactionMembers);

constexpr InputShape kInputs[] = {
    {"DynamoDB_20120810.ExecuteStatement",      kExecuteStatement,      nullptr},
    {"DynamoDB_20120810.BatchExecuteStatement", kBatchExecuteStatement, nullptr},
    {"DynamoDB_20120810.ExecuteTransaction",    kExecuteTransaction,    nullptr},
};

}  // namespace dynamodb_partiql_model

std::span<const InputShape> dynamodb_partiql_inputs() {
  return dynamodb_partiql_model::kInputs;
}

}  // namespace server::protocol
