// Inputs of the operations on backups and point-in-time recovery.
#include "server/protocol/model/dynamodb_shapes.h"
#include "server/protocol/model/dynamodb_table_shapes.h"
#include "server/protocol/model/input_shapes.h"

namespace server::protocol {
namespace dynamodb_backups_model {

constexpr Shape kRecoveryPeriod = kInteger.between(1, 35);
constexpr Member kRecoverySpecificationMembers[] = {
    {"PointInTimeRecoveryEnabled", kBoolean,        kRequired},
    {"RecoveryPeriodInDays",       kRecoveryPeriod, kOptional},
};
constexpr Shape kRecoverySpecification =
    structure("PointInTimeRecoverySpecification", kRecoverySpecificationMembers);
constexpr Member kUpdateContinuousBackupsMembers[] = {
    {"TableName",                        kTableName,             kForemost},
    {"PointInTimeRecoverySpecification", kRecoverySpecification, kRequired},
};
constexpr Shape kUpdateContinuousBackups =
    structure("UpdateContinuousBackupsInput", kUpdateContinuousBackupsMembers);

constexpr Member kDescribeContinuousBackupsMembers[] = {
    {"TableName", kTableName, kForemost},
};
constexpr Shape kDescribeContinuousBackups =
    structure("DescribeContinuousBackupsInput", kDescribeContinuousBackupsMembers);

constexpr Shape kBackupArn = kString.between(37, 1024);

constexpr Member kCreateBackupMembers[] = {
    {"TableName",  kTableName,    kForemost},
    {"BackupName", kResourceName, kRequired},
};
constexpr Shape kCreateBackup = structure("CreateBackupInput", kCreateBackupMembers);
constexpr Member kBackupArnMembers[] = {
    {"BackupArn", kBackupArn, kRequired},
};
constexpr Shape kDescribeBackup = structure("DescribeBackupInput", kBackupArnMembers);
constexpr Shape kDeleteBackup = structure("DeleteBackupInput", kBackupArnMembers);

constexpr std::string_view kBackupTypeValues[] = {"USER", "SYSTEM", "AWS_BACKUP", "ALL"};
constexpr Member kListBackupsMembers[] = {
    {"TableName", kTableName,         kOptional                 },
    {"Limit",     kInteger.between(1, 100),                       kOptional},
    {"TimeRangeLowerBound",           kTimestamp,         kOptional              },
    {"TimeRangeUpperBound",           kTimestamp,         kOptional},
    {"ExclusiveStartBackupArn",           kBackupArn,     kOptional          },
    {"BackupType",           kString.one_of(kBackupTypeValues),                  kOptional},
};
constexpr Shape kListBackups = structure("ListBackupsInput", kListBackupsMembers);

constexpr Member kRestoreFromBackupMembers[] = {
    {"TargetTableName",               kResourceName,       kRequired},
    {"BackupArn",                     kBackupArn,          kRequired},
    {"BillingModeOverride",           kBillingMode,        kOptional},
    {"GlobalSecondaryIndexOverride",  kGlobalIndexes,      kOptional},
    {"LocalSecondaryIndexOverride",   kLocalIndexes,       kOptional},
    {"ProvisionedThroughputOverride", kThroughput,         kOptional},
    {"OnDemandThroughputOverride",    kOnDemandThroughput, kOptional},
    {"SSESpecificationOverride",      kSseSpecification,   kOptional},
};
constexpr Shape kRestoreFromBackup =
    structure("RestoreTableFromBackupInput", kRestoreFromBackupMembers);
constexpr Member kRestoreToPointMembers[] = {
    {"SourceTableArn", kString.between(1, 1024),                         kOptional},
    {"SourceTableName",                kResourceName,                 kOptional                 },
    {"TargetTableName",                kResourceName,                 kRequired},
    {"UseLatestRestorableTime",                kBoolean,         kOptional              },
    {"RestoreDateTime",                kTimestamp,                 kOptional      },
    {"BillingModeOverride",                kBillingMode,             kOptional        },
    {"GlobalSecondaryIndexOverride",                kGlobalIndexes,    kOptional},
    {"LocalSecondaryIndexOverride",                kLocalIndexes,     kOptional          },
    {"ProvisionedThroughputOverride",                kThroughput,   kOptional},
    {"OnDemandThroughputOverride",                kOnDemandThroughput,      kOptional     },
    {"SSESpecificationOverride",                kSseSpecification,        kOptional},
};
constexpr Shape kRestoreToPoint =
    structure("RestoreTableToPointInTimeInput", kRestoreToPointMembers);

constexpr InputShape kInputs[] = {
    {"DynamoDB_20120810.UpdateContinuousBackups",   kUpdateContinuousBackups  },
    {"DynamoDB_20120810.DescribeContinuousBackups", kDescribeContinuousBackups},
    {"DynamoDB_20120810.CreateBackup",              kCreateBackup             },
    {"DynamoDB_20120810.DescribeBackup",            kDescribeBackup           },
    {"DynamoDB_20120810.DeleteBackup",              kDeleteBackup             },
    {"DynamoDB_20120810.ListBackups",               kListBackups              },
    {"DynamoDB_20120810.RestoreTableFromBackup",    kRestoreFromBackup        },
    {"DynamoDB_20120810.RestoreTableToPointInTime", kRestoreToPoint           },
};

}  // namespace dynamodb_backups_model

std::span<const InputShape> dynamodb_backup_inputs() {
  return dynamodb_backups_model::kInputs;
}

}  // namespace server::protocol
