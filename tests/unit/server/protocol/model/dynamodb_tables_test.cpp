#include "tests/unit/server/protocol/model/shape_text.h"

#include <doctest/doctest.h>

namespace dynamodb_tables_test {

// As the public model and AWS's recordings have them: a line that changes wants a fact behind it.
TEST_CASE("what the inputs of operations on tables have, and within which bounds") {
  // clang-format off
  CHECK(tests::inputs_text(server::protocol::dynamodb_table_inputs()) == R"shapes(
DynamoDB_20120810.CreateTable structure
  AttributeDefinitions! list of
    structure
      AttributeType! string of B N S
      AttributeName! string 1..255
  TableName!! string 3..255 or ARN matching [a-zA-Z0-9_.-]+, length first
  BillingMode string of PROVISIONED PAY_PER_REQUEST
  ProvisionedThroughput structure
    WriteCapacityUnits! long integer 1..
    ReadCapacityUnits! long integer 1..
  KeySchema! list of 1..2
    structure
      AttributeName! string 1..255
      KeyType! string of HASH RANGE
  GlobalSecondaryIndexes list of
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
  LocalSecondaryIndexes list of
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
  StreamSpecification structure
    StreamEnabled! boolean
    StreamViewType string of OLD_IMAGE KEYS_ONLY NEW_AND_OLD_IMAGES NEW_IMAGE
  SSESpecification structure
    Enabled boolean
    SSEType string of AES256 KMS
    KMSMasterKeyId string 1..
  Tags list of
    structure
      Key string
      Value string
  TableClass string
  DeletionProtectionEnabled boolean
  ResourcePolicy string
  OnDemandThroughput structure
    MaxReadRequestUnits long integer
    MaxWriteRequestUnits long integer
  WarmThroughput structure
    ReadUnitsPerSecond long integer
    WriteUnitsPerSecond long integer
  GlobalTableSourceArn string
  GlobalTableSettingsReplicationMode string of ENABLED DISABLED ENABLED_WITH_OVERRIDES
DynamoDB_20120810.UpdateTable structure
  AttributeDefinitions list of
    structure
      AttributeType! string of B N S
      AttributeName! string 1..255
  TableName!! string 3..255 or ARN matching [a-zA-Z0-9_.-]+, length first
  BillingMode string of PROVISIONED PAY_PER_REQUEST
  ProvisionedThroughput structure
    WriteCapacityUnits! long integer 1..
    ReadCapacityUnits! long integer 1..
  GlobalSecondaryIndexUpdates list of
    structure
      Update structure
        IndexName! string 3..255 matching [a-zA-Z0-9_.-]+, length first
        ProvisionedThroughput structure
          WriteCapacityUnits! long integer 1..
          ReadCapacityUnits! long integer 1..
        OnDemandThroughput structure
          MaxReadRequestUnits long integer
          MaxWriteRequestUnits long integer
        WarmThroughput structure
          ReadUnitsPerSecond long integer
          WriteUnitsPerSecond long integer
      Create structure
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
      Delete structure
        IndexName! string 3..255 matching [a-zA-Z0-9_.-]+, length first
  StreamSpecification structure
    StreamEnabled! boolean
    StreamViewType string of OLD_IMAGE KEYS_ONLY NEW_AND_OLD_IMAGES NEW_IMAGE
  SSESpecification structure
    Enabled boolean
    SSEType string of AES256 KMS
    KMSMasterKeyId string 1..
  ReplicaUpdates list of 1..
    structure
      Create structure
        RegionName! string
        KMSMasterKeyId string
        TableClassOverride string of STANDARD STANDARD_INFREQUENT_ACCESS
      Update structure
        RegionName! string
        KMSMasterKeyId string
        TableClassOverride string of STANDARD STANDARD_INFREQUENT_ACCESS
      Delete structure
        RegionName! string
  TableClass string
  DeletionProtectionEnabled boolean
  MultiRegionConsistency string of EVENTUAL STRONG
  OnDemandThroughput structure
    MaxReadRequestUnits long integer
    MaxWriteRequestUnits long integer
  WarmThroughput structure
    ReadUnitsPerSecond long integer
    WriteUnitsPerSecond long integer
  GlobalTableSettingsReplicationMode string of ENABLED DISABLED ENABLED_WITH_OVERRIDES
DynamoDB_20120810.DeleteTable structure
  TableName!! string 3..255 or ARN matching [a-zA-Z0-9_.-]+, length first
DynamoDB_20120810.DescribeTable structure
  TableName!! string 3..255 or ARN matching [a-zA-Z0-9_.-]+, length first
DynamoDB_20120810.ListTables structure
  ExclusiveStartTableName string 3..255 matching [a-zA-Z0-9_.-]+
  Limit integer 1..100
DynamoDB_20120810.UpdateTimeToLive structure
  TableName!! string 3..255 or ARN matching [a-zA-Z0-9_.-]+, length first
  TimeToLiveSpecification! structure
    AttributeName! string 1..255
    Enabled! boolean
DynamoDB_20120810.DescribeTimeToLive structure
  TableName!! string 3..255 or ARN matching [a-zA-Z0-9_.-]+, length first
DynamoDB_20120810.TagResource structure
  ResourceArn string
  Tags list of
    structure
      Key string
      Value string
DynamoDB_20120810.UntagResource structure
  ResourceArn string
  TagKeys list of
    string
DynamoDB_20120810.ListTagsOfResource structure
  ResourceArn string
  NextToken string
DynamoDB_20120810.DescribeLimits structure
DynamoDB_20120810.DescribeEndpoints structure
)shapes");
  // clang-format on
}

}  // namespace dynamodb_tables_test
