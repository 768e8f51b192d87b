#pragma once

#include "core/clock.h"
#include "core/json/value.h"
#include "core/json/writer.h"
#include "lambda-host/destinations.h"
#include "lambda-host/functions/function_reference.h"
#include "lambda-host/functions/function_registry.h"

#include <optional>
#include <string>

// How asynchronous invocations of a function, a version or an alias are handled: an
// EventInvokeConfig. It is attached to what it is of, `$LATEST` included.
namespace lambda_host {

struct EventInvokeConfig {
  std::optional<int> max_retries;      // MaximumRetryAttempts; nullopt: AWS's default of 2
  std::optional<int> max_age_seconds;  // MaximumEventAgeInSeconds; nullopt: the default of 6 hours
  DestinationConfig destinations;
  core::WallTime last_modified;
};

// What a request asks for.
struct EventInvokeSettings {
  std::optional<int> max_retries;
  std::optional<int> max_age_seconds;
  std::optional<DestinationConfig> destinations;  // replaced as a whole
};

// Throws ApiError(serialization) for members of wrong types, ApiError(validation) for what is
// beyond limits, and ApiError(invalid_parameter_value) when nothing is asked for.
EventInvokeSettings read_event_invoke_settings(const core::json::Object& body);
// Throws ApiError(invalid_parameter_value) in AWS's words when the function's events can't be sent
// there, by what the texts alone say.
void check_destination_kinds(const FunctionReference& function, const DestinationConfig& config);

// What isn't asked for stays.
void apply(const EventInvokeSettings& settings, EventInvokeConfig& config);

// The version or alias that a configuration is of: `$LATEST` where none is named.
FunctionReference event_target(FunctionReference function);
// nullopt when it has none. The target is one that event_target made.
std::optional<EventInvokeConfig> find_event_invoke_config(const FunctionRegistry& functions,
                                                          const FunctionReference& target);

void write_event_invoke_config(core::json::Writer& writer, const EventInvokeConfig& config,
                               const FunctionReference& target);
// Any text but one of these is thrown back as std::runtime_error.
std::string write_stored_event_invoke_config(const EventInvokeConfig& config);
EventInvokeConfig read_stored_event_invoke_config(std::string text);

}  // namespace lambda_host
