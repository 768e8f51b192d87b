#pragma once

#include "core/names.h"
#include "server/worlds/reset.h"
#include "server/worlds/things.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace server::operations {
struct Queue;
class QueueCopy;
}  // namespace server::operations

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

// Where buckets are saved, rows of objects are copied in one turn of the event loop: throws
// ApiError(resource_conflict) when a scope has too many for that.
void check_object_count(const WorldParts& parts, const core::Scope& scope);

// What makes functions with layers, and topics with subscriptions, of a scope anew in another,
// which has none of them, one by one, as they are now, whatever becomes of them. `rewrite` makes
// ARNs of the one those of the other.
using Rewrite = std::function<std::string(std::string)>;
struct CopyStep {
  std::optional<Thing> thing;  // that it makes; the target must not have it
  std::function<void()> copy;
};
std::vector<CopyStep> copies_of_settings(const WorldParts& parts, const core::Scope& from,
                                         const core::Scope& to, const Rewrite& rewrite);

// What makes a queue anew, a piece at a time. In a transaction.
std::unique_ptr<operations::QueueCopy> copy_queue(const WorldParts& parts,
                                                  const operations::Queue& queue,
                                                  const core::Scope& to, const Rewrite& rewrite);

}  // namespace server::worlds
