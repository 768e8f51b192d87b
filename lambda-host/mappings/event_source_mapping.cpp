#include "lambda-host/mappings/event_source_mapping.h"

#include "core/arn.h"

namespace lambda_host {

std::string_view wire_name(StartingPosition position) {
  return position == StartingPosition::latest ? "LATEST" : "TRIM_HORIZON";
}

std::string_view wire_name(MappingState state) {
  switch (state) {
    case MappingState::creating: return "Creating";
    case MappingState::enabling: return "Enabling";
    case MappingState::enabled: return "Enabled";
    case MappingState::disabling: return "Disabling";
    case MappingState::disabled: return "Disabled";
    case MappingState::updating: return "Updating";
    case MappingState::deleting: return "Deleting";
  }
  __builtin_unreachable();
}

std::string_view wire_name(ProcessingResult result) {
  switch (result) {
    case ProcessingResult::none: return "No records processed";
    case ProcessingResult::ok: return "OK";
    case ProcessingResult::function_failed: return "PROBLEM: Function call failed";
  }
  __builtin_unreachable();
}

std::string mapping_arn(const EventSourceMapping& mapping) {
  return core::make_arn("lambda", mapping.scope, "event-source-mapping:" + mapping.id.get());
}

MappingState settled_state(const EventSourceMapping& mapping) {
  return mapping.enabled ? MappingState::enabled : MappingState::disabled;
}

MappingState update_state(bool was_enabled, bool enabled) {
  if (was_enabled == enabled) return MappingState::updating;
  return enabled ? MappingState::enabling : MappingState::disabling;
}

bool becomes_active(const EventSourceMapping& before, const EventSourceMapping& after) {
  if (!after.enabled) return false;
  return !before.enabled || qualified_arn(before.function) != qualified_arn(after.function);
}

}  // namespace lambda_host
