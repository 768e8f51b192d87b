// Inputs of the operations on tables.
//
// Not here, because the operations themselves answer it in words of their own: TableClass, what a
// tag may be, and the order of ResourceArn, Tags and TagKeys. VectorIndexes and VectorIndexUpdates
// are lists, which are refused as a whole.
#include "server/protocol/model/dynamodb_shapes.h"
#include "server/protocol/model/dynamodb_table_shapes.h"
#include "server/protocol/model/input_shapes.h"

namespace server::protocol {
namespace dynamodb_tables_model {

constexpr std::string_view kTableClassValues[] = {"STANDARD", "STANDARD_INFREQUENT_ACCESS"};
constexpr Shape kTableClass = kString.one_of(kTableClassValues);

constexpr std::string_view kReplicationModeValues[] = {"ENABLED", "DISABLED",
                                                       "ENABLED_WITH_OVERRIDES"};
constexpr Shape kReplicationMode = kString.one_of(kReplicationModeValues);

constexpr std::string_view kStreamViewTypeValues[] = {"OLD_IMAGE", "KEYS_ONLY",
                                                      "NEW_AND_OLD_IMAGES", "NEW_IMAGE"};
constexpr Member kStreamSpecificationMembers[] = {
    {"StreamEnabled",  kBoolean,                              kRequired},
    {"StreamViewType", kString.one_of(kStreamViewTypeValues), kOptional},
};
constexpr Shape kStreamSpecification =
    structure("StreamSpecification", kStreamSpecificationMembers);

constexpr Member kTagMembers[] = {
    {"Key",   kString, kOptional},
    {"Value", kString, kOptional},
};
constexpr Shape kTag = structure("Tag", kTagMembers);
constexpr Shape kTags = list_of(kTag);

constexpr Member kCreateTableMembers[] = {
    {"AttributeDefinitions",               kAttributeDefinitions, kRequired},
    {"TableName",                          kTableName,            kForemost},
    {"BillingMode",                        kBillingMode,          kOptional},
    {"ProvisionedThroughput",              kThroughput,           kOptional},
    {"KeySchema",                          kKeySchema,            kRequired},
    {"GlobalSecondaryIndexes",             kGlobalIndexes,        kOptional},
    {"LocalSecondaryIndexes",              kLocalIndexes,         kOptional},
    {"StreamSpecification",                kStreamSpecification,  kOptional},
    {"SSESpecification",                   kSseSpecification,     kOptional},
    {"Tags",                               kTags,                 kOptional},
    {"TableClass",                         kString,               kOptional},
    {"DeletionProtectionEnabled",          kBoolean,              kOptional},
    {"ResourcePolicy",                     kString,               kOptional},
    {"OnDemandThroughput",                 kOnDemandThroughput,   kOptional},
    {"WarmThroughput",                     kWarmThroughput,       kOptional},
    {"GlobalTableSourceArn",               kString,               kOptional},
    {"GlobalTableSettingsReplicationMode", kReplicationMode,      kOptional},
};
constexpr Shape kCreateTable = structure("CreateTableInput", kCreateTableMembers);

constexpr Member kUpdateIndexMembers[] = {
    {"IndexName",             kIndexName,          kRequired},
    {"ProvisionedThroughput", kThroughput,         kOptional},
    {"OnDemandThroughput",    kOnDemandThroughput, kOptional},
    {"WarmThroughput",        kWarmThroughput,     kOptional},
};
constexpr Shape kUpdateIndex = structure("UpdateGlobalSecondaryIndexAction", kUpdateIndexMembers);

// The same members as a new table's index, under a class of its own.
constexpr Shape kCreateIndex = structure("CreateGlobalSecondaryIndexAction", kGlobalIndexMembers);

constexpr Member kDeleteIndexMembers[] = {
    {"IndexName", kIndexName, kRequired},
};
constexpr Shape kDeleteIndex = structure("DeleteGlobalSecondaryIndexAction", kDeleteIndexMembers);

constexpr Member kIndexUpdateMembers[] = {
    {"Update", kUpdateIndex, kOptional},
    {"Create", kCreateIndex, kOptional},
    {"Delete", kDeleteIndex, kOptional},
};
constexpr Shape kIndexUpdate = structure("GlobalSecondaryIndexUpdate", kIndexUpdateMembers);
constexpr Shape kIndexUpdates = list_of(kIndexUpdate);

constexpr Member kReplicaMembers[] = {
    {"RegionName",         kString,     kRequired},
    {"KMSMasterKeyId",     kString,     kOptional},
    {"TableClassOverride", kTableClass, kOptional},
};
constexpr Shape kCreateReplica = structure("CreateReplicationGroupMemberAction", kReplicaMembers);
constexpr Shape kUpdateReplica = structure("UpdateReplicationGroupMemberAction", kReplicaMembers);
constexpr Shape kDeleteReplica =
    structure("DeleteReplicationGroupMemberAction", std::span(kReplicaMembers).first(1));
constexpr Member kReplicaUpdateMembers[] = {
    {"Create", kCreateReplica, kOptional},
    {"Update", kUpdateReplica, kOptional},
    {"Delete", kDeleteReplica, kOptional},
};
constexpr Shape kReplicaUpdate = structure("ReplicationGroupUpdate", kReplicaUpdateMembers);
constexpr Shape kReplicaUpdates = list_of(kReplicaUpdate).at_least(1);

constexpr std::string_view kConsistencyValues[] = {"EVENTUAL", "STRONG"};

constexpr Member kUpdateTableMembers[] = {
    {"AttributeDefinitions",               kAttributeDefinitions,              kOptional},
    {"TableName",                          kTableName,                         kForemost},
    {"BillingMode",                        kBillingMode,                       kOptional},
    {"ProvisionedThroughput",              kThroughput,                        kOptional},
    {"GlobalSecondaryIndexUpdates",        kIndexUpdates,                      kOptional},
    {"StreamSpecification",                kStreamSpecification,               kOptional},
    {"SSESpecification",                   kSseSpecification,                  kOptional},
    {"ReplicaUpdates",                     kReplicaUpdates,                    kOptional},
    {"TableClass",                         kString,                            kOptional},
    {"DeletionProtectionEnabled",          kBoolean,                           kOptional},
    {"MultiRegionConsistency",             kString.one_of(kConsistencyValues), kOptional},
    {"OnDemandThroughput",                 kOnDemandThroughput,                kOptional},
    {"WarmThroughput",                     kWarmThroughput,                    kOptional},
    {"GlobalTableSettingsReplicationMode", kReplicationMode,                   kOptional},
};
constexpr Shape kUpdateTable = structure("UpdateTableInput", kUpdateTableMembers);

constexpr Member kTableNameMembers[] = {
    {"TableName", kTableName, kForemost},
};
constexpr Shape kDeleteTable = structure("DeleteTableInput", kTableNameMembers);
constexpr Shape kDescribeTable = structure("DescribeTableInput", kTableNameMembers);
constexpr Shape kDescribeTimeToLive = structure("DescribeTimeToLiveInput", kTableNameMembers);

constexpr Shape kListLimit = kInteger.between(1, 100);
constexpr Member kListTablesMembers[] = {
    {"ExclusiveStartTableName", kResourceName, kOptional},
    {"Limit",                   kListLimit,    kOptional},
};
constexpr Shape kListTables = structure("ListTablesInput", kListTablesMembers);

constexpr Member kTimeToLiveSpecificationMembers[] = {
    {"AttributeName", kKeyAttributeName, kRequired},
    {"Enabled",       kBoolean,          kRequired},
};
constexpr Shape kTimeToLiveSpecification =
    structure("TimeToLiveSpecification", kTimeToLiveSpecificationMembers);
constexpr Member kUpdateTimeToLiveMembers[] = {
    {"TableName",               kTableName,               kForemost},
    {"TimeToLiveSpecification", kTimeToLiveSpecification, kRequired},
};
constexpr Shape kUpdateTimeToLive = structure("UpdateTimeToLiveInput", kUpdateTimeToLiveMembers);

constexpr Member kTagResourceMembers[] = {
    {"ResourceArn", kString, kOptional},
    {"Tags",        kTags,   kOptional},
};
constexpr Shape kTagResource = structure("TagResourceInput", kTagResourceMembers);

constexpr Member kUntagResourceMembers[] = {
    {"ResourceArn", kString,     kOptional},
    {"TagKeys",     kStringList, kOptional},
};
constexpr Shape kUntagResource = structure("UntagResourceInput", kUntagResourceMembers);

constexpr Member kListTagsMembers[] = {
    {"ResourceArn", kString, kOptional},
    {"NextToken",   kString, kOptional},
};
constexpr Shape kListTags = structure("ListTagsOfResourceInput", kListTagsMembers);

constexpr Shape kDescribeLimits = structure("DescribeLimitsInput", {});
constexpr Shape kDescribeEndpoints = structure("DescribeEndpointsRequest", {});

constexpr InputShape kInputs[] = {
    {"DynamoDB_20120810.CreateTable",        kCreateTable       },
    {"DynamoDB_20120810.UpdateTable",        kUpdateTable       },
    {"DynamoDB_20120810.DeleteTable",        kDeleteTable       },
    {"DynamoDB_20120810.DescribeTable",      kDescribeTable     },
    {"DynamoDB_20120810.ListTables",         kListTables        },
    {"DynamoDB_20120810.UpdateTimeToLive",   kUpdateTimeToLive  },
    {"DynamoDB_20120810.DescribeTimeToLive", kDescribeTimeToLive},
    {"DynamoDB_20120810.TagResource",        kTagResource       },
    {"DynamoDB_20120810.UntagResource",      kUntagResource     },
    {"DynamoDB_20120810.ListTagsOfResource", kListTags          },
    {"DynamoDB_20120810.DescribeLimits",     kDescribeLimits    },
    {"DynamoDB_20120810.DescribeEndpoints",  kDescribeEndpoints },
};

}  // namespace dynamodb_tables_model

std::span<const InputShape> dynamodb_table_inputs() {
  return dynamodb_tables_model::kInputs;
}

}  // namespace server::protocol
