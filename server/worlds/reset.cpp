#include "server/worlds/reset.h"

#include "lambda-host/events/async_invocations.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "lambda-host/mappings/queue_mapping_registry.h"
#include "server/operations/queues/queues.h"
#include "server/operations/transfers/transfers.h"
#include "server/s3/object_store.h"
#include "server/sns/topic_store.h"
#include "server/worlds/table_reset.h"
#include "storage/log_table.h"

#include <vector>

namespace server::worlds {
namespace {

std::size_t reset_mappings(Services& services, const core::ScopeFilter& scopes, const Kept& kept) {
  const bool stay = kept.mappings && kept.functions;
  return services.mappings.reset(scopes, [&](const auto&) { return stay && kept.tables; }) +
         services.queue_mappings.reset(scopes, [&](const auto&) { return stay && kept.queues; });
}

std::size_t remove_log_groups(const WorldParts& parts, const core::ScopeFilter& scopes) {
  parts.drop_log_lines(scopes);
  std::size_t dropped = 0;
  parts.services.writer.transact([&] { dropped = parts.services.logs.drop_groups(scopes); });
  return dropped;
}

std::size_t reset_queues(operations::Queues& queues, const core::ScopeFilter& scopes, bool stay) {
  std::vector<std::int64_t> ids;
  for (const auto* queue : queues.registry.list(scopes)) ids.push_back(queue->stored.id);
  if (stay) {
    queues.registry.empty_all(scopes);
  } else {
    queues.registry.drop_all(scopes);
    for (const auto id : ids) queues.polls.give_up(id);
  }
  return ids.size();
}

}  // namespace

// What could write goes first: mappings, then what runs of functions, then what they write to. What
// reads or fills tables goes before them.
ResetCounts reset(const WorldParts& parts, const core::ScopeFilter& scopes, const Kept& kept) {
  Services& services = parts.services;
  ResetCounts counts;
  counts.mappings = reset_mappings(services, scopes, kept);
  services.async_invocations.forget(scopes);
  counts.processes = parts.end_processes(scopes);
  if (!kept.functions) counts.functions = services.functions.erase_all(scopes);
  counts.processes += parts.end_processes(scopes);  // who was told of a failure may have gone on
  counts.log_groups = remove_log_groups(parts, scopes);
  if (services.transfers) services.transfers->forget(scopes);
  counts.tables = kept.tables ? empty_tables(services, scopes) : remove_tables(services, scopes);
  counts.queues = reset_queues(services.queues, scopes, kept.queues);
  if (!kept.topics) counts.topics = parts.topics.erase_all(scopes);
  counts.buckets =
      kept.buckets ? parts.objects.empty_buckets(scopes) : parts.objects.delete_buckets(scopes);
  return counts;
}

}  // namespace server::worlds
