#pragma once

#include "core/names.h"
#include "server/worlds/reset.h"
#include "server/worlds/things.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace server::worlds {

// How much of each kind a scope has.
struct WorldCounts {
  std::size_t tables = 0;
  std::int64_t items = 0;
  std::size_t functions = 0;
  std::size_t mappings = 0;
  std::size_t queues = 0;
  std::size_t topics = 0;
  std::size_t buckets = 0;
  std::size_t log_groups = 0;
};
WorldCounts count(const WorldParts& parts, const core::Scope& scope);

// Messages are copied in one turn of the event loop: throws ApiError(resource_conflict) when a
// scope has more than this.
inline constexpr std::int64_t kMaxMessages = 10'000;
// Where buckets are saved, the same of objects, whose rows are.
void check_object_count(const WorldParts& parts, const core::Scope& scope);
void check_message_count(const WorldParts& parts, const core::Scope& scope);

// What makes all that a scope has beside tables and mappings anew in another, which has none of it,
// in some steps: functions with layers, queues with messages, topics with subscriptions. `rewrite`
// makes ARNs of the one those of the other. The scope must stay as it is until they are done.
using Rewrite = std::function<std::string(std::string)>;
struct CopyStep {
  std::vector<Thing> things;  // that it makes; the target must have none of them
  std::function<void()> copy;
};
std::vector<CopyStep> copies_of_others(const WorldParts& parts, const core::Scope& from,
                                       const core::Scope& to, const Rewrite& rewrite);

}  // namespace server::worlds
