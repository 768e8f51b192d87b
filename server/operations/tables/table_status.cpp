#include "server/operations/tables/table_status.h"

#include "core/api_error.h"

#include <fmt/format.h>

#include <algorithm>

namespace server::operations {

std::string_view wire_name(TableStatus status) {
  constexpr std::string_view kNames[] = {"ACTIVE", "CREATING", "UPDATING", "DELETING"};
  return kNames[static_cast<std::size_t>(status)];
}

void TableTransitions::begin(const core::Scope& scope, std::string_view table,
                             Transition transition) {
  transitions_.insert_or_assign(Key(scope, std::string(table)), std::move(transition));
}

void TableTransitions::end(const core::ScopeFilter& scopes) {
  std::erase_if(transitions_, [&](const auto& entry) { return scopes.covers(entry.first.first); });
}

const Transition* TableTransitions::find(const core::Scope& scope, std::string_view table,
                                         core::WallTime now) {
  if (empty()) return nullptr;
  forget_ended(now);
  const auto found = transitions_.find(Key(scope, std::string(table)));
  return found == transitions_.end() ? nullptr : &found->second;
}

std::vector<std::string> TableTransitions::deleting(const core::Scope& scope, core::WallTime now) {
  forget_ended(now);
  std::vector<std::string> names;
  for (const auto& [key, transition] : transitions_) {
    if (key.first == scope && transition.status == TableStatus::deleting) {
      names.push_back(key.second);
    }
  }
  return names;
}

void TableTransitions::end(const core::Scope& scope, std::string_view table) {
  transitions_.erase(Key(scope, std::string(table)));
}

void TableTransitions::date_back(core::WallTime now) {
  for (auto& [key, transition] : transitions_) {
    if (transition.until == core::WallTime::max()) continue;
    transition.until = std::min(transition.until, now + kDelay);
  }
}

void TableTransitions::forget_ended(core::WallTime now) {
  std::erase_if(transitions_, [&](const auto& entry) { return entry.second.until <= now; });
}

void check_changeable(const Transition* transition, std::string_view table) {
  if (!transition) return;
  std::string_view being = "updated";
  if (transition->status == TableStatus::creating) being = "created";
  if (transition->status == TableStatus::deleting) being = "deleted";
  throw core::ApiError(
      core::ErrorCode::resource_in_use,
      fmt::format("Attempt to change a resource which is still in use: Table is being {}: {}",
                  being, table));
}

}  // namespace server::operations
