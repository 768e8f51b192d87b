#include "core/dynamodb_texts.h"
#include "server/faults/dynamodb_common_errors.h"
#include "server/faults/error_catalog.h"

// DynamoDB Streams' errors.
namespace server::faults {
namespace {

// clang-format off
constexpr ErrorInfo kStreamInfos[] = {
    {"ExpiredIteratorException", 400, core::dynamodb_texts::kIteratorTooOld},
    {"LimitExceededException", 400, "Too many readers of one shard at the same time"},
    {"ResourceNotFoundException", 400, "Requested resource not found"},
    {"TrimmedDataAccessException", 400, core::dynamodb_texts::kTrimmed},
};

constexpr OperationGroup kStreamGroups[] = {
    {"DescribeStream ListStreams",
     "ResourceNotFoundException"},
    {"GetRecords",
     "ExpiredIteratorException LimitExceededException ResourceNotFoundException "
     "TrimmedDataAccessException"},
    {"GetShardIterator",
     "ResourceNotFoundException TrimmedDataAccessException"},
};
// clang-format on

}  // namespace

const ServiceErrors& stream_errors() {
  static constexpr ServiceErrors kErrors{kStreamInfos, kStreamGroups, kDynamoDbCommon};
  return kErrors;
}

}  // namespace server::faults
