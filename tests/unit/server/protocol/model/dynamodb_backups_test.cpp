#include "tests/unit/server/protocol/model/shape_text.h"

#include <doctest/doctest.h>

namespace dynamodb_backups_test {

// As the public model and AWS's recordings have them: a line that changes wants a fact behind it.
TEST_CASE("what the inputs of operations on backups have, and within which bounds") {
  // clang-format off
  CHECK(tests::inputs_text(server::protocol::dynamodb_backup_inputs()) == R"shapes(
DynamoDB_20120810.UpdateContinuousBackups structure
  TableName!! string 3..255 or ARN matching [a-zA-Z0-9_.-]+, length first
  PointInTimeRecoverySpecification! structure
    PointInTimeRecoveryEnabled! boolean
    RecoveryPeriodInDays integer 1..35
DynamoDB_20120810.DescribeContinuousBackups structure
  TableName!! string 3..255 or ARN matching [a-zA-Z0-9_.-]+, length first
DynamoDB_20120810.CreateBackup structure
  TableName!! string 3..255 or ARN matching [a-zA-Z0-9_.-]+, length first
  BackupName! string 3..255 matching [a-zA-Z0-9_.-]+
DynamoDB_20120810.DescribeBackup structure
  BackupArn! string 37..1024
DynamoDB_20120810.DeleteBackup structure
  BackupArn! string 37..1024
DynamoDB_20120810.ListBackups structure
  TableName string 3..255 or ARN matching [a-zA-Z0-9_.-]+, length first
  Limit integer 1..100
  TimeRangeLowerBound timestamp
  TimeRangeUpperBound timestamp
  ExclusiveStartBackupArn string 37..1024
  BackupType string of USER SYSTEM AWS_BACKUP ALL
DynamoDB_20120810.RestoreTableFromBackup structure
  TargetTableName! string 3..255 matching [a-zA-Z0-9_.-]+
  BackupArn! string 37..1024
  BillingModeOverride string of PROVISIONED PAY_PER_REQUEST
  GlobalSecondaryIndexOverride list of
    structure
      IndexName! string 3..255 matching [a-zA-Z0-9_.-]+, length first
      KeySchema! list of 1..8
        structure
          AttributeName! string 1..255
          KeyType! string of HASH RANGE
      Projection! structure
        ProjectionType string of ALL INCLUDE KEYS_ONLY
        NonKeyAttributes list of 1..20
          string 1..255
      ProvisionedThroughput structure
        WriteCapacityUnits! long integer 1..
        ReadCapacityUnits! long integer 1..
      OnDemandThroughput structure
        MaxReadRequestUnits long integer
        MaxWriteRequestUnits long integer
      WarmThroughput structure
        ReadUnitsPerSecond long integer
        WriteUnitsPerSecond long integer
  LocalSecondaryIndexOverride list of
    structure
      IndexName! string 3..255 matching [a-zA-Z0-9_.-]+, length first
      KeySchema! list of 1..2
        structure
          AttributeName! string 1..255
          KeyType! string of HASH RANGE
      Projection! structure
        ProjectionType string of ALL INCLUDE KEYS_ONLY
        NonKeyAttributes list of 1..20
          string 1..255
  ProvisionedThroughputOverride structure
    WriteCapacityUnits! long integer 1..
    ReadCapacityUnits! long integer 1..
  OnDemandThroughputOverride structure
    MaxReadRequestUnits long integer
    MaxWriteRequestUnits long integer
  SSESpecificationOverride structure
    Enabled boolean
    SSEType string of AES256 KMS
    KMSMasterKeyId string 1..
DynamoDB_20120810.RestoreTableToPointInTime structure
  SourceTableArn string 1..1024
  SourceTableName string 3..255 matching [a-zA-Z0-9_.-]+
  TargetTableName! string 3..255 matching [a-zA-Z0-9_.-]+
  UseLatestRestorableTime boolean
  RestoreDateTime timestamp
  BillingModeOverride string of PROVISIONED PAY_PER_REQUEST
  GlobalSecondaryIndexOverride list of
    structure
      IndexName! string 3..255 matching [a-zA-Z0-9_.-]+, length first
      KeySchema! list of 1..8
        structure
          AttributeName! string 1..255
          KeyType! string of HASH RANGE
      Projection! structure
        ProjectionType string of ALL INCLUDE KEYS_ONLY
        NonKeyAttributes list of 1..20
          string 1..255
      ProvisionedThroughput structure
        WriteCapacityUnits! long integer 1..
        ReadCapacityUnits! long integer 1..
      OnDemandThroughput structure
        MaxReadRequestUnits long integer
        MaxWriteRequestUnits long integer
      WarmThroughput structure
        ReadUnitsPerSecond long integer
        WriteUnitsPerSecond long integer
  LocalSecondaryIndexOverride list of
    structure
      IndexName! string 3..255 matching [a-zA-Z0-9_.-]+, length first
      KeySchema! list of 1..2
        structure
          AttributeName! string 1..255
          KeyType! string of HASH RANGE
      Projection! structure
        ProjectionType string of ALL INCLUDE KEYS_ONLY
        NonKeyAttributes list of 1..20
          string 1..255
  ProvisionedThroughputOverride structure
    WriteCapacityUnits! long integer 1..
    ReadCapacityUnits! long integer 1..
  OnDemandThroughputOverride structure
    MaxReadRequestUnits long integer
    MaxWriteRequestUnits long integer
  SSESpecificationOverride structure
    Enabled boolean
    SSEType string of AES256 KMS
    KMSMasterKeyId string 1..
)shapes");
  // clang-format on
}

}  // namespace dynamodb_backups_test
