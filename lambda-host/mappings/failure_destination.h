#pragma once

#include "core/names.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

// Where a mapping tells of the batches that it gives up: DestinationConfig.OnFailure.
namespace lambda_host {

enum class DestinationKind { queue, topic, bucket };

// By an ARN's service. nullopt for what no mapping of a stream can send to: other services, and
// FIFO queues and topics (Lambda guide, "Retain discarded records for a DynamoDB event source").
std::optional<DestinationKind> destination_kind(std::string_view arn);

// Throws ApiError(invalid_parameter_value) in AWS's words when there is no such kind.
void check_destination_kind(const std::string& arn);
// Throws ApiError(invalid_parameter_value): AWS's words for a destination that isn't there.
[[noreturn]] void throw_no_destination(const std::string& arn);

// One batch that was given up.
struct FailureNotice {
  core::Scope scope;        // the mapping's
  std::string destination;  // an ARN of a known kind
  std::string document;     // JSON: see failure_document.h
  std::string object_key;   // of a bucket; the same when it is sent again
};

// The destinations as the mappings see them. Engine thread only.
class FailureDestination {
 public:
  // Nothing: it was sent. Else why not.
  using Done = std::function<void(std::optional<std::string> failure)>;

  virtual ~FailureDestination() = default;
  // Whether a mapping of this scope can send there, as far as one can tell. Throws ApiError as AWS
  // does. The kind was checked.
  virtual void check(const core::Scope& scope, const std::string& destination) const = 0;
  // Calls `done` exactly once, never before returning, when the destination has it durably, or it
  // failed; only the end of the whole program leaves it uncalled.
  virtual void send(FailureNotice notice, Done done) = 0;
};

}  // namespace lambda_host
