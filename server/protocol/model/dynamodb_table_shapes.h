#pragma once

#include "server/protocol/model/dynamodb_shapes.h"

// What operations share that make tables: keys, indexes, throughput, encryption.
namespace server::protocol {

inline constexpr Shape kKeyAttributeName = kString.between(1, 255);

inline constexpr std::string_view kAttributeTypeValues[] = {"B", "N", "S"};
inline constexpr Member kAttributeDefinitionMembers[] = {
    {"AttributeType", kString.one_of(kAttributeTypeValues), kRequired},
    {"AttributeName", kKeyAttributeName,                    kRequired},
};
inline constexpr Shape kAttributeDefinition =
    structure("AttributeDefinition", kAttributeDefinitionMembers);
inline constexpr Shape kAttributeDefinitions = list_of(kAttributeDefinition);

inline constexpr std::string_view kKeyTypeValues[] = {"HASH", "RANGE"};
inline constexpr Member kKeySchemaElementMembers[] = {
    {"AttributeName", kKeyAttributeName,              kRequired},
    {"KeyType",       kString.one_of(kKeyTypeValues), kRequired},
};
inline constexpr Shape kKeySchemaElement = structure("KeySchemaElement", kKeySchemaElementMembers);
inline constexpr Shape kKeySchema = list_of(kKeySchemaElement).between(1, 2);
// Up to four of either type: the operation counts them.
inline constexpr Shape kGlobalIndexKeySchema = list_of(kKeySchemaElement).between(1, 8);

inline constexpr std::string_view kProjectionTypeValues[] = {"ALL", "INCLUDE", "KEYS_ONLY"};
inline constexpr Shape kNonKeyAttributes = list_of(kKeyAttributeName).between(1, 20);
inline constexpr Member kProjectionMembers[] = {
    {"ProjectionType",   kString.one_of(kProjectionTypeValues), kOptional},
    {"NonKeyAttributes", kNonKeyAttributes,                     kOptional},
};
inline constexpr Shape kProjection = structure("Projection", kProjectionMembers);

inline constexpr Shape kCapacityUnits = kLong.at_least(1);
inline constexpr Member kThroughputMembers[] = {
    {"WriteCapacityUnits", kCapacityUnits, kRequired},
    {"ReadCapacityUnits",  kCapacityUnits, kRequired},
};
inline constexpr Shape kThroughput = structure("ProvisionedThroughput", kThroughputMembers);

inline constexpr Member kOnDemandThroughputMembers[] = {
    {"MaxReadRequestUnits",  kLong, kOptional},
    {"MaxWriteRequestUnits", kLong, kOptional},
};
inline constexpr Shape kOnDemandThroughput =
    structure("OnDemandThroughput", kOnDemandThroughputMembers);

inline constexpr Member kWarmThroughputMembers[] = {
    {"ReadUnitsPerSecond",  kLong, kOptional},
    {"WriteUnitsPerSecond", kLong, kOptional},
};
inline constexpr Shape kWarmThroughput = structure("WarmThroughput", kWarmThroughputMembers);

inline constexpr Member kLocalIndexMembers[] = {
    {"IndexName",  kIndexName,  kRequired},
    {"KeySchema",  kKeySchema,  kRequired},
    {"Projection", kProjection, kRequired},
};
inline constexpr Shape kLocalIndex = structure("LocalSecondaryIndex", kLocalIndexMembers);
inline constexpr Shape kLocalIndexes = list_of(kLocalIndex);

inline constexpr Member kGlobalIndexMembers[] = {
    {"IndexName",             kIndexName,            kRequired},
    {"KeySchema",             kGlobalIndexKeySchema, kRequired},
    {"Projection",            kProjection,           kRequired},
    {"ProvisionedThroughput", kThroughput,           kOptional},
    {"OnDemandThroughput",    kOnDemandThroughput,   kOptional},
    {"WarmThroughput",        kWarmThroughput,       kOptional},
};
inline constexpr Shape kGlobalIndex = structure("GlobalSecondaryIndex", kGlobalIndexMembers);
inline constexpr Shape kGlobalIndexes = list_of(kGlobalIndex);

inline constexpr std::string_view kBillingModeValues[] = {"PROVISIONED", "PAY_PER_REQUEST"};
inline constexpr Shape kBillingMode = kString.one_of(kBillingModeValues);

inline constexpr std::string_view kSseTypeValues[] = {"AES256", "KMS"};
inline constexpr Member kSseSpecificationMembers[] = {
    {"Enabled",        kBoolean,                       kOptional},
    {"SSEType",        kString.one_of(kSseTypeValues), kOptional},
    {"KMSMasterKeyId", kString.at_least(1),            kOptional},
};
inline constexpr Shape kSseSpecification = structure("SSESpecification", kSseSpecificationMembers);

}  // namespace server::protocol
