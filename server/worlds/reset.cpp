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

#include <algorithm>
#include <iterator>
#include <vector>

namespace server::worlds {
namespace {

bool has_discards(Services& services, const core::Scope& scope) {
  bool found = false;
  services.mappings.discards().for_each(0, [&](const storage::DiscardRow& row) {
    found = row.scope == scope;
    return !found;
  });
  return found;
}

bool has_mappings(const WorldParts& parts, const core::Scope& scope) {
  const auto& of_streams = parts.services.mappings.all();
  const auto of_queues = parts.services.queue_mappings.all();
  return std::any_of(of_streams.begin(), of_streams.end(),
                     [&](const auto& entry) { return entry.second.scope == scope; }) ||
         std::any_of(of_queues.begin(), of_queues.end(),
                     [&](const auto* mapping) { return mapping->common.scope == scope; }) ||
         has_discards(parts.services, scope);
}

void reset_mappings(const WorldParts& parts, const core::ScopeFilter& scopes, const Kept& kept,
                    ResetCounts& counts) {
  Services& services = parts.services;
  const bool stay = kept.mappings && kept.functions;
  counts.mappings = services.mappings.reset(scopes, [&](const auto&) {
    return stay && kept.tables;
  }) + services.queue_mappings.reset(scopes, [&](const auto&) { return stay && kept.queues; });
}

bool has_functions(const WorldParts& parts, const core::Scope& scope) {
  const auto& events = parts.services.async_invocations.pending();
  return !parts.services.functions.list(scope).empty() ||
         !parts.services.functions.layers().names(scope).empty() ||
         std::any_of(events.begin(), events.end(),
                     [&](const auto& entry) { return entry.first.first == scope; });
}

// With layers, and what runs of them.
void reset_functions(const WorldParts& parts, const core::ScopeFilter& scopes, const Kept& kept,
                     ResetCounts& counts) {
  parts.services.async_invocations.forget(scopes);
  counts.processes = parts.end_processes(scopes);
  if (!kept.functions) counts.functions = parts.services.functions.erase_all(scopes);
  counts.processes += parts.end_processes(scopes);  // who was told of a failure may have gone on
}

bool has_log_groups(const WorldParts& parts, const core::Scope& scope) {
  storage::LogGroupQuery any;
  any.limit = 1;
  return !parts.services.logs.find_groups(scope, any).empty();
}

void reset_log_groups(const WorldParts& parts, const core::ScopeFilter& scopes, const Kept&,
                      ResetCounts& counts) {
  parts.drop_log_lines(scopes);
  parts.services.writer.transact(
      [&] { counts.log_groups = parts.services.logs.drop_groups(scopes); });
}

bool has_transfers(const WorldParts& parts, const core::Scope& scope) {
  const auto* transfers = parts.services.transfers;
  return transfers && !(transfers->exports.all().of(only(scope)).empty() &&
                        transfers->imports.all().of(only(scope)).empty());
}

void reset_transfers(const WorldParts& parts, const core::ScopeFilter& scopes, const Kept&,
                     ResetCounts&) {
  if (parts.services.transfers) parts.services.transfers->forget(scopes);
}

bool has_any_tables(const WorldParts& parts, const core::Scope& scope) {
  return has_tables(parts.services, scope);
}

void reset_tables(const WorldParts& parts, const core::ScopeFilter& scopes, const Kept& kept,
                  ResetCounts& counts) {
  if (!kept.tables) counts.tables = remove_tables(parts.services, scopes);
}

bool has_queues(const WorldParts& parts, const core::Scope& scope) {
  return !parts.services.queues.registry.list(scope, "", "").empty();
}

void reset_queues(const WorldParts& parts, const core::ScopeFilter& scopes, const Kept& kept,
                  ResetCounts& counts) {
  operations::Queues& queues = parts.services.queues;
  std::vector<std::int64_t> ids;
  for (const auto* queue : queues.registry.list(scopes)) ids.push_back(queue->stored.id);
  counts.queues = ids.size();
  if (kept.queues) return queues.registry.empty_all(scopes);
  queues.registry.drop_all(scopes);
  for (const auto id : ids) queues.polls.give_up(id);
}

bool has_topics(const WorldParts& parts, const core::Scope& scope) {
  return !parts.topics.topics(scope).empty() || !parts.topics.subscriptions(scope).empty();
}

void reset_topics(const WorldParts& parts, const core::ScopeFilter& scopes, const Kept& kept,
                  ResetCounts& counts) {
  if (!kept.topics) counts.topics = parts.topics.erase_all(scopes);
}

bool has_buckets(const WorldParts& parts, const core::Scope& scope) {
  const auto own = parts.objects.buckets_of(scope.account);
  return std::any_of(own.begin(), own.end(),
                     [&](const auto* each) { return each->scope == scope; });
}

void reset_buckets(const WorldParts& parts, const core::ScopeFilter& scopes, const Kept& kept,
                   ResetCounts& counts) {
  counts.buckets =
      kept.buckets ? parts.objects.empty_buckets(scopes) : parts.objects.delete_buckets(scopes);
}

// What is kept by scope. A kind that can be reset can be looked for: a restore begins only where
// there is nothing.
struct Kind {
  bool (*is_there)(const WorldParts& parts, const core::Scope& scope);
  void (*reset)(const WorldParts& parts, const core::ScopeFilter& scopes, const Kept& kept,
                ResetCounts& counts);
};

// What could write goes first: mappings, then what runs of functions, then what they write to. What
// reads or fills tables goes before them.
constexpr Kind kKinds[] = {
    {has_mappings,   reset_mappings  },
    {has_functions,  reset_functions },
    {has_log_groups, reset_log_groups},
    {has_transfers,  reset_transfers },
    {has_any_tables, reset_tables    },
    {has_queues,     reset_queues    },
    {has_topics,     reset_topics    },
    {has_buckets,    reset_buckets   },
};

}  // namespace

ResetCounts reset(const WorldParts& parts, const core::ScopeFilter& scopes, const Kept& kept) {
  ResetCounts counts;
  for (const Kind& kind : kKinds) kind.reset(parts, scopes, kept, counts);
  return counts;
}

bool is_empty(const WorldParts& parts, const core::Scope& scope) {
  return std::none_of(std::begin(kKinds), std::end(kKinds),
                      [&](const Kind& kind) { return kind.is_there(parts, scope); });
}

}  // namespace server::worlds
