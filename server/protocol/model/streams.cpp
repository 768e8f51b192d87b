// Inputs of DynamoDB Streams.
//
// Most of what the public model requires or bounds, the operations answer in words of their own
// ("Invalid StreamArn", "No ShardId specified.", upper bounds of Limit), so it isn't here.
#include "server/protocol/model/dynamodb_shapes.h"
#include "server/protocol/model/input_shapes.h"

namespace server::protocol {
namespace streams_model {

constexpr Shape kLimit = kInteger.at_least(1);
constexpr Shape kStreamArn = kString.between(37, 1024);
constexpr Shape kShardId = kString.between(28, 65);
constexpr Shape kSequenceNumber = kString.between(21, 40);

constexpr Member kListStreamsMembers[] = {
    {"TableName",               kResourceName, kOptional},
    {"Limit",                   kLimit,        kOptional},
    {"ExclusiveStartStreamArn", kStreamArn,    kOptional},
};
constexpr Shape kListStreams = structure("ListStreamsInput", kListStreamsMembers);

// AWS wants both of them and a whole ShardId, though the public model doesn't. Which words it uses
// isn't recorded but for the path, "shardFilter.shardId".
constexpr std::string_view kShardFilterTypeValues[] = {"CHILD_SHARDS"};
constexpr Member kShardFilterMembers[] = {
    {"Type",    kString.one_of(kShardFilterTypeValues), kRequired},
    {"ShardId", kShardId,                               kRequired},
};
constexpr Shape kShardFilter = structure("ShardFilter", kShardFilterMembers);

constexpr Member kDescribeStreamMembers[] = {
    {"StreamArn",             kString,      kOptional},
    {"Limit",                 kLimit,       kOptional},
    {"ExclusiveStartShardId", kShardId,     kOptional},
    {"ShardFilter",           kShardFilter, kOptional},
};
constexpr Shape kDescribeStream = structure("DescribeStreamInput", kDescribeStreamMembers);

constexpr Member kGetShardIteratorMembers[] = {
    {"StreamArn",         kString,         kOptional},
    {"ShardId",           kString,         kOptional},
    {"ShardIteratorType", kString,         kOptional},
    {"SequenceNumber",    kSequenceNumber, kOptional},
};
constexpr Shape kGetShardIterator = structure("GetShardIteratorInput", kGetShardIteratorMembers);

constexpr Member kGetRecordsMembers[] = {
    {"ShardIterator", kString, kOptional},
    {"Limit",         kLimit,  kOptional},
};
constexpr Shape kGetRecords = structure("GetRecordsInput", kGetRecordsMembers);

constexpr InputShape kInputs[] = {
    {"DynamoDBStreams_20120810.GetRecords",       kGetRecords      },
    {"DynamoDBStreams_20120810.GetShardIterator", kGetShardIterator},
    {"DynamoDBStreams_20120810.DescribeStream",   kDescribeStream  },
    {"DynamoDBStreams_20120810.ListStreams",      kListStreams     },
};

}  // namespace streams_model

std::span<const InputShape> dynamodb_stream_inputs() {
  return streams_model::kInputs;
}

}  // namespace server::protocol
