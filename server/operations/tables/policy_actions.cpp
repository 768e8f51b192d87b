#include "server/operations/tables/policy_actions.h"

#include "core/ascii.h"
#include "core/text_search.h"

#include <algorithm>
#include <string>

namespace server::operations {
namespace {

constexpr std::string_view kTableActions[] = {
    "AssociateTableReplica",
    "BatchGetItem",
    "BatchWriteItem",
    "ConditionCheckItem",
    "CreateBackup",
    "CreateTable",
    "CreateTableReplica",
    "DeleteItem",
    "DeleteResourcePolicy",
    "DeleteTable",
    "DeleteTableReplica",
    "DescribeContinuousBackups",
    "DescribeContributorInsights",
    "DescribeKinesisStreamingDestination",
    "DescribeTable",
    "DescribeTableReplicaAutoScaling",
    "DescribeTimeToLive",
    "DisableKinesisStreamingDestination",
    "EnableKinesisStreamingDestination",
    "ExportTableToPointInTime",
    "GetAbacStatus",
    "GetItem",
    "GetResourcePolicy",
    "ImportTable",
    "ListTagsOfResource",
    "PartiQLDelete",
    "PartiQLInsert",
    "PartiQLSelect",
    "PartiQLUpdate",
    "PutItem",
    "PutResourcePolicy",
    "Query",
    "ReadDataForReplication",
    "ReplicateSettings",
    "RestoreTableFromBackup",
    "RestoreTableToPointInTime",
    "Scan",
    "SearchVectors",
    "StartAwsBackupJob",
    "TagResource",
    "UntagResource",
    "UpdateContinuousBackups",
    "UpdateContributorInsights",
    "UpdateItem",
    "UpdateKinesisStreamingDestination",
    "UpdateTable",
    "UpdateTableReplicaAutoScaling",
    "UpdateTimeToLive",
    "WriteDataForReplication",
};

constexpr std::string_view kStreamActions[] = {
    "DeleteResourcePolicy", "DescribeStream",   "GetRecords",
    "GetResourcePolicy",    "GetShardIterator", "PutResourcePolicy",
};

template <std::size_t kCount>
bool covers_any(std::string_view action, const std::string_view (&names)[kCount]) {
  return std::any_of(std::begin(names), std::end(names),
                     [&](std::string_view name) { return covers_action(action, name); });
}

}  // namespace

bool covers_action(std::string_view action, std::string_view name) {
  const std::string whole = "dynamodb:" + core::in_lower_case(name);
  return core::Wildcard::split(core::in_lower_case(action)).matches(whole);
}

bool is_policy_action(std::string_view action, PolicySubject subject) {
  return subject == PolicySubject::table ? covers_any(action, kTableActions)
                                         : covers_any(action, kStreamActions);
}

}  // namespace server::operations
