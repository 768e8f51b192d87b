#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

// Every documented limit, once. Where a source isn't named, the number is in the service's page
// of quotas ("Quotas in Amazon DynamoDB", "Lambda quotas", "CloudWatch Logs quotas") or among the
// constraints of its API model.
namespace core::limits {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t kKilobyte = 1024;
constexpr std::size_t kMegabyte = 1024 * kKilobyte;

// DynamoDB: items
constexpr std::size_t kMaxItemBytes = 400 * kKilobyte;  // as core/item_size.h counts
constexpr std::size_t kMaxPartitionKeyBytes = 2048;
constexpr std::size_t kMaxSortKeyBytes = 1024;
constexpr std::size_t kMaxAttributeNameBytes = 65535;
constexpr std::size_t kMaxKeyAttributeNameBytes = 255;  // also of indexes' projected attributes
// Levels of one attribute's value: 31 lists or maps around a scalar pass, 32 don't (seen on AWS).
constexpr int kMaxNestingLevels = 32;

// DynamoDB: tables
constexpr std::size_t kMinTableNameLength = 3;  // also of index names
constexpr std::size_t kMaxTableNameLength = 255;
constexpr std::size_t kMaxLocalIndexes = 5;
constexpr std::size_t kMaxGlobalIndexes = 20;
constexpr std::size_t kMaxKeyAttributesOfAKind = 4;   // HASH and RANGE, in a global index
constexpr std::size_t kMaxProjectedAttributes = 100;  // INCLUDE, over all indexes of a table
constexpr std::size_t kMaxTagsPerResource = 50;
constexpr std::size_t kMaxResourcePolicyBytes = 20 * kKilobyte;
constexpr hours kSystemBackupAge{35 * 24};  // those that a deleted table leaves
constexpr int kMaxListTablesLimit = 100;
constexpr long long kMaxCapacityUnits = 1'000'000'000'000;  // as its error message says
constexpr hours kMaxExpiredAge{5 * 365 * 24};  // items that expired earlier aren't deleted

// DynamoDB: expressions
constexpr std::size_t kMaxExpressionBytes = 4 * kKilobyte;
constexpr std::size_t kMaxExpressionOperators = 300;
constexpr std::size_t kMaxInOperands = 100;
constexpr std::size_t kMaxPlaceholderBytes = 255;
constexpr std::size_t kMaxPlaceholderMapBytes = 2 * kMegabyte;   // of names, of values, of both
constexpr std::size_t kMaxRepeatedNamesBytes = kMegabyte / 2;    // ours: see Placeholders::use_name
constexpr std::size_t kMaxConditionEffortBytes = 8 * kMegabyte;  // ours: see expressions/effort.h

// DynamoDB: requests and answers
constexpr std::size_t kMaxRequestBytes = 16 * kMegabyte;
constexpr std::size_t kMaxPageBytes = kMegabyte;            // what one Query or Scan reads
constexpr std::size_t kMaxPageEffortBytes = 4 * kMegabyte;  // ours: see items/item_scan
constexpr int kMaxScanSegments = 1'000'000;
constexpr std::size_t kMaxBatchGetKeys = 100;
constexpr std::size_t kMaxBatchGetBytes = 16 * kMegabyte;
constexpr std::size_t kMaxBatchWriteRequests = 25;
constexpr std::size_t kMaxTransactionItems = 100;
constexpr std::size_t kMaxTransactionBytes = 4 * kMegabyte;
// Ours: of what a transaction reads and of what it writes. 4 MB could have four million.
constexpr std::size_t kMaxTransactionValues = 1'000'000;
constexpr std::size_t kMaxClientRequestTokenLength = 36;
constexpr minutes kClientRequestTokenLifetime{10};

// DynamoDB Streams
constexpr hours kStreamRetention{24};
constexpr minutes kShardIteratorLifetime{15};
constexpr int kMaxGetRecordsLimit = 1000;
constexpr std::size_t kMaxGetRecordsBytes = kMegabyte;
constexpr int kMaxListStreamsLimit = 100;
constexpr int kMaxDescribeStreamLimit = 100;
constexpr std::size_t kMinSequenceNumberLength = 21;
constexpr std::size_t kMaxSequenceNumberLength = 40;
constexpr std::size_t kMinShardIdLength = 28;
constexpr std::size_t kMaxShardIdLength = 65;

// Lambda: functions
constexpr seconds kDefaultFunctionTimeout{3};
constexpr seconds kMaxFunctionTimeout{900};
constexpr seconds kMaxInitDuration{10};
constexpr int kMinMemoryMegabytes = 128;  // and the default
constexpr int kMaxMemoryMegabytes = 10240;
constexpr int kMinEphemeralStorageMegabytes = 512;  // and the default
constexpr int kMaxEphemeralStorageMegabytes = 10240;
constexpr std::size_t kMaxEnvironmentBytes = 4 * kKilobyte;
constexpr std::size_t kMaxHandlerLength = 128;
constexpr std::size_t kMaxDescriptionLength = 256;
constexpr std::size_t kMaxZippedCodeBytes = 50 * kMegabyte;
constexpr std::size_t kMaxUnzippedCodeBytes = 250 * kMegabyte;
constexpr std::size_t kMaxCreateFunctionBytes = 70'167'211;       // the request with its base64 zip
constexpr std::size_t kMaxInvocationBytes = 6 * kMegabyte + 100;  // request and answer, each
constexpr std::size_t kMaxAsyncInvocationBytes = kMegabyte;
constexpr int kMaxEventRetries = 2;  // and the default
constexpr seconds kMinEventAge{60};
constexpr seconds kMaxEventAge{6 * 60 * 60};  // and the default

// Lambda: event source mappings
constexpr int kDefaultBatchSize = 100;
constexpr int kMaxBatchSize = 10'000;
constexpr seconds kMaxBatchingWindow{300};
constexpr int kMaxParallelizationFactor = 10;
constexpr int kMaxRetryAttempts = 10'000;
constexpr seconds kMinRecordAge{60};
constexpr seconds kMaxRecordAge{604'800};
constexpr seconds kMaxTumblingWindow{900};
constexpr std::size_t kMaxWindowStateBytes = kMegabyte;
constexpr std::size_t kMaxFilters = 5;
constexpr std::size_t kMaxFilterPatternLength = 4096;

// SQS ("Amazon SQS message quotas" and "standard queue quotas")
constexpr std::size_t kMaxQueueNameLength = 80;
constexpr std::size_t kMaxMessageBytes = kMegabyte;  // body and attributes; also of a whole batch
constexpr std::size_t kMinMessageSizeLimitBytes = 1024;  // what a queue may be set to at least
constexpr std::size_t kMaxMessageAttributes = 10;
constexpr std::size_t kMaxMessageAttributeNameBytes = 256;
constexpr std::size_t kMaxBatchEntries = 10;
constexpr std::size_t kMaxBatchEntryIdLength = 80;
constexpr int kMaxReceivedMessages = 10;
constexpr std::size_t kMaxReceivedBytes = kMaxMessageBytes;  // ours: of one receive's messages
constexpr std::size_t kMaxQueuePolicyBytes = 8 * kKilobyte;  // "Amazon SQS policy quotas"
constexpr std::size_t kMaxTagKeyLength = 128;  // as the next, also of a topic's
constexpr std::size_t kMaxTagValueLength = 256;
constexpr std::int64_t kMaxInFlightMessages = 120'000;
constexpr seconds kMaxMessageDelay{900};
constexpr seconds kMaxVisibilityTimeout{43'200};
constexpr seconds kMaxReceiveWait{20};
constexpr seconds kMinMessageRetention{60};
constexpr seconds kMaxMessageRetention{1'209'600};
constexpr int kMaxReceiveCountLimit = 1000;  // of a redrive policy
constexpr std::size_t kMaxRedriveSources = 10;
constexpr int kMaxListQueuesResults = 1000;  // and the default
constexpr std::size_t kMaxTagsPerQueue = 50;
constexpr seconds kQueueNameRest{60};  // after a deletion or a purge

// SNS (API reference, CreateTopic and Publish; "Amazon SNS quotas")
constexpr std::size_t kMaxTopicNameLength = 256;
constexpr std::size_t kMaxTagsPerTopic = 50;
constexpr std::size_t kMaxSubjectLength = 100;
constexpr std::size_t kMaxNotificationBytes = 256 * kKilobyte;  // also of a whole batch
constexpr std::size_t kMaxTopicPolicyBytes = 30 * kKilobyte;

// S3 (user guide: "Bucket naming rules", "Naming Amazon S3 objects", "Working with object
// metadata")
constexpr std::size_t kMinBucketNameLength = 3;
constexpr std::size_t kMaxBucketNameLength = 63;
constexpr std::size_t kMaxObjectKeyBytes = 1024;
constexpr std::size_t kMaxObjectMetadataBytes = 2 * kKilobyte;
constexpr std::size_t kMaxListedObjects = 1000;  // and the default; also of DeleteObjects
constexpr std::size_t kMaxListedBuckets = 10'000;

// CloudWatch Logs
constexpr std::size_t kMaxLogNameLength = 512;  // of groups and of streams
constexpr std::size_t kMaxLogEventBytes = kMegabyte;
constexpr std::size_t kLogEventOverheadBytes = 26;  // counted for each event beside its message
constexpr std::size_t kMaxPutLogEventsBytes = kMegabyte;
constexpr std::size_t kMaxPutLogEvents = 10'000;
constexpr hours kMaxLogEventAge{14 * 24};
constexpr hours kMaxLogEventLead{2};  // how far in the future an event may lie
constexpr hours kMaxPutLogEventsSpan{24};
constexpr int kMaxGetLogEventsLimit = 10'000;
constexpr std::size_t kMaxLogPageBytes = kMegabyte;
constexpr int kMaxDescribeLogsLimit = 50;  // and the default
constexpr std::size_t kMaxLogFilterPatternLength = 1024;

}  // namespace core::limits
