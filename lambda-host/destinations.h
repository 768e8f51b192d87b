#pragma once

#include "core/names.h"
#include "lambda-host/constraints.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Where Lambda tells of what became of events: the batches that a mapping gives up
// (DestinationConfig.OnFailure), and asynchronous invocations that are over.
namespace lambda_host {

enum class DestinationKind { queue, topic, bucket, function };

// By an ARN's service. nullopt for what nobody can send to: other services, and FIFO queues and
// topics (Lambda guide, "Capturing records of Lambda asynchronous invocations").
std::optional<DestinationKind> destination_kind(std::string_view arn);

// Whether what is told there is one write to this program's database: see Destinations::send.
bool is_told_by_one_write(DestinationKind kind);

// The two sides of a DestinationConfig. Empty: nothing is told.
struct DestinationConfig {
  std::string on_success;
  std::string on_failure;

  friend bool operator==(const DestinationConfig&, const DestinationConfig&) = default;
};

// Whether a text has an ARN's form, for which the API model has a regular expression.
bool has_arn_form(std::string_view text);
// Adds what is wrong with a destination's text by itself; an empty one is none.
void check_destination_text(const std::string& text, std::string_view member,
                            Constraints& constraints);
// Throws ApiError(invalid_parameter_value): AWS's words for a destination of a kind that can't be
// one there.
[[noreturn]] void throw_wrong_destination(const DestinationConfig& config);
// Throws ApiError(invalid_parameter_value): AWS's words for a destination that isn't there.
[[noreturn]] void throw_no_destination(const std::string& arn);

// An attribute of the message that a queue or a topic gets.
struct NoticeAttribute {
  std::string name;
  std::string type;  // "String" or "Number"
  std::string value;
};

// What a destination is told.
struct Notice {
  core::Scope scope;                             // of the mapping or the function
  std::string destination;                       // an ARN of a known kind
  std::string document;                          // JSON
  std::string object_key;                        // of a bucket; the same when it is sent again
  std::vector<NoticeAttribute> attributes = {};  // in the order of their names
  std::string trace_header = {};                 // that it belongs to (trace_header.h), if any
};

// The destinations as mappings and asynchronous invocations see them. Engine thread only.
class Destinations {
 public:
  // Nothing: it was sent. Else why not.
  using Done = std::function<void(std::optional<std::string> failure)>;
  using Beside = std::function<void()>;

  virtual ~Destinations() = default;
  // Whether one can send there from this scope, as far as one can tell. Throws ApiError as AWS
  // does. The kind was checked.
  virtual void check(const core::Scope& scope, const std::string& destination) const = 0;
  // Calls `done` exactly once, never before returning, when the destination has it durably, or it
  // failed; only the end of the whole program leaves it uncalled.
  //
  // Where that is one write (is_told_by_one_write), `beside`, unless it is empty, is called in its
  // transaction, so that a crash leaves both or neither. The commit may fail behind it.
  virtual void send(Notice notice, Beside beside, Done done) = 0;
};

}  // namespace lambda_host
