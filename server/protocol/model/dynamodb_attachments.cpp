// Inputs of the operations on what is attached to a table, and of those that Rivulet refuses
// whatever their input.
//
// Not here, because the operation answers it in words of its own: how long a policy may be, and
// what it says.
#include "server/protocol/model/dynamodb_shapes.h"
#include "server/protocol/model/input_shapes.h"

namespace server::protocol {
namespace dynamodb_attachments_model {

constexpr Shape kPolicyOwnerArn = kString.between(1, 1283);
constexpr Shape kRevisionId = kString.between(1, 255);

constexpr Member kPutResourcePolicyMembers[] = {
    {"ResourceArn",                     kPolicyOwnerArn, kRequired},
    {"Policy",                          kString,         kRequired},
    {"ExpectedRevisionId",              kRevisionId,     kOptional},
    {"ConfirmRemoveSelfResourceAccess", kBoolean,        kOptional},
};
constexpr Shape kPutResourcePolicy = structure("PutResourcePolicyInput", kPutResourcePolicyMembers);
constexpr Member kGetResourcePolicyMembers[] = {
    {"ResourceArn", kPolicyOwnerArn, kRequired},
};
constexpr Shape kGetResourcePolicy = structure("GetResourcePolicyInput", kGetResourcePolicyMembers);
constexpr Member kDeleteResourcePolicyMembers[] = {
    {"ResourceArn",        kPolicyOwnerArn, kRequired},
    {"ExpectedRevisionId", kRevisionId,     kOptional},
};
constexpr Shape kDeleteResourcePolicy =
    structure("DeleteResourcePolicyInput", kDeleteResourcePolicyMembers);

constexpr std::string_view kInsightsActionValues[] = {"ENABLE", "DISABLE"};
constexpr std::string_view kInsightsModeValues[] = {"ACCESSED_AND_THROTTLED_KEYS",
                                                    "THROTTLED_KEYS"};
constexpr Member kUpdateInsightsMembers[] = {
    {"TableName",                 kTableName,                            kForemost},
    {"IndexName",                 kIndexName,                            kOptional},
    {"ContributorInsightsAction", kString.one_of(kInsightsActionValues), kRequired},
    {"ContributorInsightsMode",   kString.one_of(kInsightsModeValues),   kOptional},
};
constexpr Shape kUpdateInsights =
    structure("UpdateContributorInsightsInput", kUpdateInsightsMembers);
constexpr Member kDescribeInsightsMembers[] = {
    {"TableName", kTableName, kForemost},
    {"IndexName", kIndexName, kOptional},
};
constexpr Shape kDescribeInsights =
    structure("DescribeContributorInsightsInput", kDescribeInsightsMembers);
constexpr Member kListInsightsMembers[] = {
    {"TableName",  kTableName,            kOptional},
    {"NextToken",  kString,               kOptional},
    {"MaxResults", kInteger.at_most(100), kOptional},
};
constexpr Shape kListInsights = structure("ListContributorInsightsInput", kListInsightsMembers);

constexpr Shape kKinesisStreamArn = kString.between(37, 1024);
constexpr std::string_view kPrecisionValues[] = {"MILLISECOND", "MICROSECOND"};
constexpr Member kConfigurationMembers[] = {
    {"ApproximateCreationDateTimePrecision", kString.one_of(kPrecisionValues), kOptional},
};
constexpr Shape kEnableConfiguration =
    structure("EnableKinesisStreamingConfiguration", kConfigurationMembers);
constexpr Shape kUpdateConfiguration =
    structure("UpdateKinesisStreamingConfiguration", kConfigurationMembers);
constexpr Member kDescribeDestinationMembers[] = {
    {"TableName", kTableName, kForemost},
};
constexpr Shape kDescribeDestination =
    structure("DescribeKinesisStreamingDestinationInput", kDescribeDestinationMembers);
constexpr Member kSwitchDestinationMembers[] = {
    {"TableName",                           kTableName,           kForemost},
    {"StreamArn",                           kKinesisStreamArn,    kRequired},
    {"EnableKinesisStreamingConfiguration", kEnableConfiguration, kOptional},
};
constexpr Shape kSwitchDestination =
    structure("KinesisStreamingDestinationInput", kSwitchDestinationMembers);
constexpr Member kUpdateDestinationMembers[] = {
    {"TableName",                           kTableName,           kForemost},
    {"StreamArn",                           kKinesisStreamArn,    kRequired},
    {"UpdateKinesisStreamingConfiguration", kUpdateConfiguration, kOptional},
};
constexpr Shape kUpdateDestination =
    structure("UpdateKinesisStreamingDestinationInput", kUpdateDestinationMembers);

// Refused by its name.
constexpr Shape kAnything = structure("Input", {});

constexpr InputShape kInputs[] = {
    {"DynamoDB_20120810.PutResourcePolicy",                   kPutResourcePolicy   },
    {"DynamoDB_20120810.GetResourcePolicy",                   kGetResourcePolicy   },
    {"DynamoDB_20120810.DeleteResourcePolicy",                kDeleteResourcePolicy},
    {"DynamoDB_20120810.UpdateContributorInsights",           kUpdateInsights      },
    {"DynamoDB_20120810.DescribeContributorInsights",         kDescribeInsights    },
    {"DynamoDB_20120810.ListContributorInsights",             kListInsights        },
    {"DynamoDB_20120810.DescribeKinesisStreamingDestination", kDescribeDestination },
    {"DynamoDB_20120810.EnableKinesisStreamingDestination",   kSwitchDestination   },
    {"DynamoDB_20120810.DisableKinesisStreamingDestination",  kSwitchDestination   },
    {"DynamoDB_20120810.UpdateKinesisStreamingDestination",   kUpdateDestination   },
    {"DynamoDB_20120810.CreateGlobalTable",                   kAnything            },
    {"DynamoDB_20120810.UpdateGlobalTable",                   kAnything            },
    {"DynamoDB_20120810.DescribeGlobalTable",                 kAnything            },
    {"DynamoDB_20120810.ListGlobalTables",                    kAnything            },
    {"DynamoDB_20120810.DescribeGlobalTableSettings",         kAnything            },
    {"DynamoDB_20120810.UpdateGlobalTableSettings",           kAnything            },
    {"DynamoDB_20120810.DescribeTableReplicaAutoScaling",     kAnything            },
    {"DynamoDB_20120810.UpdateTableReplicaAutoScaling",       kAnything            },
    {"DynamoDB_20120810.SearchVectors",                       kAnything            },
};

}  // namespace dynamodb_attachments_model

std::span<const InputShape> dynamodb_attachment_inputs() {
  return dynamodb_attachments_model::kInputs;
}

}  // namespace server::protocol
