#pragma once

#include "core/clock.h"
#include "core/names.h"
#include "lambda-host/functions/function.h"
#include "lambda-host/functions/function_reference.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lambda_host {

enum class StartingPosition { trim_horizon, latest };

// Creating, enabling, disabling, updating and deleting are only ever seen in the answer that begins
// them: they are over by the next request.
enum class MappingState { creating, enabling, enabled, disabling, disabled, updating, deleting };

enum class ProcessingResult { none, ok, function_failed };

// "TRIM_HORIZON", "Enabled", "No records processed" …: as on the wire.
std::string_view wire_name(StartingPosition position);
std::string_view wire_name(MappingState state);
std::string_view wire_name(ProcessingResult result);

// What a user configured, and what became of it. -1 means "no limit", as in the API.
struct EventSourceMapping {
  core::MappingId id;
  core::Scope scope;
  FunctionReference function;
  core::StreamArn stream;
  StartingPosition starting_position = StartingPosition::trim_horizon;

  bool enabled = true;
  int batch_size = 100;
  int batching_window_seconds = 0;
  int parallelization_factor = 1;
  int maximum_retry_attempts = -1;
  int maximum_record_age_seconds = -1;
  bool bisect_batch_on_function_error = false;
  int tumbling_window_seconds = 0;
  bool reports_batch_item_failures = false;
  std::vector<std::string> filter_patterns;        // as given
  std::optional<std::string> failure_destination;  // an ARN
  std::vector<std::string> metrics;                // "EventCount"
  std::optional<std::string> log_level;            // "INFO"
  std::optional<std::string> kms_key_arn;          // kept and shown; nothing is encrypted with it
  Variables tags;

  MappingState state = MappingState::enabled;
  ProcessingResult last_result = ProcessingResult::none;
  core::WallTime last_modified;
};

// "arn:P:lambda:R:A:event-source-mapping:UUID"
std::string mapping_arn(const EventSourceMapping& mapping);

MappingState settled_state(const EventSourceMapping& mapping);
// That of the answer to an update.
MappingState update_state(bool was_enabled, bool enabled);
// Whether an update leads records to a function that got none from this mapping before.
bool becomes_active(const EventSourceMapping& before, const EventSourceMapping& after);

}  // namespace lambda_host
