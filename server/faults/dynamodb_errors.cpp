#include "core/dynamodb_texts.h"
#include "server/faults/dynamodb_common_errors.h"
#include "server/faults/error_catalog.h"

// DynamoDB's errors. Where AWS's own text says more of the request, a fault's says what is true of
// any.
namespace server::faults {
namespace {

// clang-format off
constexpr ErrorInfo kDynamoDbInfos[] = {
    {"BackupInUseException", 400, "Backup is being created, deleted or restored."},
    {"BackupNotFoundException", 400, "Backup not found"},
    {"ConditionalCheckFailedException", 400, core::dynamodb_texts::kConditionFailed},
    {"ContinuousBackupsUnavailableException", 400,
     "Backups are being enabled for the table. Please retry later"},
    {"DuplicateItemException", 400, core::dynamodb_texts::kDuplicateItem},
    {"ExportConflictException", 400, core::dynamodb_texts::kExportConflict},
    {"ExportNotFoundException", 400, "Export not found"},
    {"GlobalTableAlreadyExistsException", 400, "Global table with the same name already exists"},
    {"GlobalTableNotFoundException", 400, "Global table not found"},
    {"IdempotentParameterMismatchException", 400, core::dynamodb_texts::kTokenReused},
    {"ImportConflictException", 400, core::dynamodb_texts::kImportConflict},
    {"ImportNotFoundException", 400, "Import not found"},
    {"IndexNotFoundException", 400, "Index not found"},
    {"InvalidExportTimeException", 400, "Export time is outside of the window in which the table can be exported"},
    {"InvalidRestoreTimeException", 400,
     "Restore time is outside of the window in which the table can be restored"},
    {"ItemCollectionSizeLimitExceededException", 400, "Collection size exceeded."},
    {"LimitExceededException", 400, "Subscriber limit exceeded: too many operations are under way"},
    {"PointInTimeRecoveryUnavailableException", 400, "Point in time recovery is not enabled for the table"},
    {"PolicyNotFoundException", 400, "Resource-based policy not found"},
    {"ProvisionedThroughputExceededException", 400,
     "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API."},
    {"ReplicaAlreadyExistsException", 400, "Replica already exists"},
    {"ReplicaNotFoundException", 400, "Replica not found"},
    {"ReplicatedWriteConflictException", 400,
     "One or more items in this request are being modified by a request in another Region."},
    {"ResourceInUseException", 400, "Attempt to change a resource which is still in use"},
    {"ResourceNotFoundException", 400, "Requested resource not found"},
    {"TableAlreadyExistsException", 400, "Table already exists"},
    {"TableInUseException", 400, "Table is being created or deleted"},
    {"TableNotFoundException", 400, "Table not found"},
    {"TransactionCanceledException", 400,
     "Transaction cancelled, please refer cancellation reasons for specific reasons"},
    {"TransactionConflictException", 400, "Transaction is ongoing for the item"},
    {"TransactionInProgressException", 400,
     "The transaction with the given request token is already in progress."},
};

constexpr OperationGroup kDynamoDbGroups[] = {
    {"BatchExecuteStatement DescribeEndpoints DescribeLimits ListBackups "
     "ListGlobalTables ListTables",
     ""},
    {"BatchGetItem GetItem Query Scan",
     "ProvisionedThroughputExceededException ResourceNotFoundException"},
    {"BatchWriteItem",
     "ItemCollectionSizeLimitExceededException "
     "ProvisionedThroughputExceededException ReplicatedWriteConflictException "
     "ResourceNotFoundException"},
    {"CreateBackup",
     "BackupInUseException ContinuousBackupsUnavailableException "
     "LimitExceededException TableInUseException TableNotFoundException"},
    {"CreateGlobalTable",
     "GlobalTableAlreadyExistsException LimitExceededException "
     "TableNotFoundException"},
    {"CreateTable",
     "LimitExceededException ResourceInUseException"},
    {"DeleteBackup",
     "BackupInUseException BackupNotFoundException LimitExceededException"},
    {"DeleteItem PutItem UpdateItem",
     "ConditionalCheckFailedException ItemCollectionSizeLimitExceededException "
     "ProvisionedThroughputExceededException ReplicatedWriteConflictException "
     "ResourceNotFoundException TransactionConflictException"},
    {"DeleteResourcePolicy PutResourcePolicy",
     "LimitExceededException PolicyNotFoundException ResourceInUseException "
     "ResourceNotFoundException"},
    {"DeleteTable DisableKinesisStreamingDestination "
     "EnableKinesisStreamingDestination TagResource UntagResource "
     "UpdateKinesisStreamingDestination UpdateTable "
     "UpdateTableReplicaAutoScaling UpdateTimeToLive",
     "LimitExceededException ResourceInUseException ResourceNotFoundException"},
    {"DescribeBackup",
     "BackupNotFoundException"},
    {"DescribeContinuousBackups",
     "TableNotFoundException"},
    {"DescribeContributorInsights DescribeKinesisStreamingDestination "
     "DescribeTable DescribeTableReplicaAutoScaling DescribeTimeToLive "
     "ListContributorInsights ListTagsOfResource SearchVectors "
     "UpdateContributorInsights",
     "ResourceNotFoundException"},
    {"DescribeExport",
     "ExportNotFoundException LimitExceededException"},
    {"DescribeGlobalTable DescribeGlobalTableSettings",
     "GlobalTableNotFoundException"},
    {"DescribeImport",
     "ImportNotFoundException"},
    {"ExecuteStatement",
     "ConditionalCheckFailedException DuplicateItemException "
     "ItemCollectionSizeLimitExceededException "
     "ProvisionedThroughputExceededException ResourceNotFoundException "
     "TransactionConflictException"},
    {"ExecuteTransaction TransactWriteItems",
     "IdempotentParameterMismatchException "
     "ProvisionedThroughputExceededException ResourceNotFoundException "
     "TransactionCanceledException TransactionInProgressException"},
    {"ExportTableToPointInTime",
     "ExportConflictException InvalidExportTimeException LimitExceededException "
     "PointInTimeRecoveryUnavailableException TableNotFoundException"},
    {"GetResourcePolicy",
     "PolicyNotFoundException ResourceNotFoundException"},
    {"ImportTable",
     "ImportConflictException LimitExceededException ResourceInUseException"},
    {"ListExports ListImports",
     "LimitExceededException"},
    {"RestoreTableFromBackup",
     "BackupInUseException BackupNotFoundException LimitExceededException "
     "TableAlreadyExistsException TableInUseException"},
    {"RestoreTableToPointInTime",
     "InvalidRestoreTimeException LimitExceededException "
     "PointInTimeRecoveryUnavailableException TableAlreadyExistsException "
     "TableInUseException TableNotFoundException"},
    {"TransactGetItems",
     "ProvisionedThroughputExceededException ResourceNotFoundException "
     "TransactionCanceledException"},
    {"UpdateContinuousBackups",
     "ContinuousBackupsUnavailableException TableNotFoundException"},
    {"UpdateGlobalTable",
     "GlobalTableNotFoundException ReplicaAlreadyExistsException "
     "ReplicaNotFoundException TableNotFoundException"},
    {"UpdateGlobalTableSettings",
     "GlobalTableNotFoundException IndexNotFoundException "
     "LimitExceededException ReplicaNotFoundException ResourceInUseException"},
};
// clang-format on

}  // namespace

const ServiceErrors& dynamodb_errors() {
  static constexpr ServiceErrors kErrors{kDynamoDbInfos, kDynamoDbGroups, kDynamoDbCommon};
  return kErrors;
}

}  // namespace server::faults
