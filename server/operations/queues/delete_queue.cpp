#include "core/limits.h"
#include "server/operations/queues/queue_access.h"
#include "server/operations/queues/queue_operations.h"

#include <fmt/format.h>

namespace server::operations {
namespace {

// Only with --delay-transient-statuses: here a purge is over at once.
void check_rest(const Queue& queue, Services& services) {
  if (!services.settings.delay_transient_statuses) return;
  const auto purged_at = services.queues.registry.purged_at(queue);
  if (!purged_at || services.clock.now() - *purged_at >= core::limits::kQueueNameRest) return;
  throw core::ApiError(core::ErrorCode::purge_queue_in_progress,
                       fmt::format("Only one PurgeQueue operation on {} is allowed every 60 "
                                   "seconds.",
                                   queue.stored.name.get()));
}

}  // namespace

std::string delete_queue(const Request& request, Services& services) {
  Queue& queue = require_queue(request, services);
  const std::int64_t id = queue.stored.id;
  services.queues.registry.drop(queue);
  services.queues.polls.give_up(id);
  return "{}";
}

std::string purge_queue(const Request& request, Services& services) {
  Queue& queue = require_queue(request, services);
  check_rest(queue, services);
  services.queues.registry.purge(queue);
  return "{}";
}

}  // namespace server::operations
