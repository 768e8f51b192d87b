#pragma once

#include "core/clock.h"
#include "lambda-host/destinations.h"
#include "lambda-host/events/event_policy.h"
#include "lambda-host/functions/function_reference.h"
#include "lambda-host/invoker.h"

#include <cstdint>
#include <optional>
#include <string>

// What destinations are told of an asynchronous invocation that is over.
namespace lambda_host {

// What an attempt came to, as it is kept until the next one.
struct EventOutcome {
  std::optional<EventEnd> end;  // nullopt: there is another attempt
  std::string executed_version;
  bool function_error = false;
  std::string payload;  // the handler's answer, or its error
};

std::string write_stored_outcome(const EventOutcome& outcome);
// nullopt of an empty text: there was no attempt. Throws std::runtime_error for one that we didn't
// write.
std::optional<EventOutcome> read_stored_outcome(std::string text);

// An asynchronous invocation that is over.
struct EndedEvent {
  FunctionReference function;  // as event_target has it
  std::string request_id;
  std::string payload;
  std::int64_t attempts = 0;  // all that there were
  EventEnd end = EventEnd::success;
  std::optional<EventOutcome> outcome;  // of the last attempt
  std::string trace_header = {};        // that it belongs to
};

// The invocation record, for an OnSuccess or OnFailure destination (Lambda guide, "Capturing
// records of Lambda asynchronous invocations"; members and their order are those of recorded
// documents). In a bucket it is the object aws/lambda/async/FUNCTION/YYYY/MM/DD/….
Notice invocation_record(const EndedEvent& event, const std::string& destination,
                         core::WallTime now);

// The event itself, for a dead-letter queue or topic, with what went wrong as attributes (Lambda
// guide, "Adding a dead-letter queue").
Notice dead_letter(const EndedEvent& event, const std::string& target);

}  // namespace lambda_host
