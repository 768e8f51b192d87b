#include "server/control/drains.h"

#include "core/api_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace server::control {
namespace {

using lambda_host::EventSourceMapping;
using lambda_host::MappingCounts;

// For the answer of a drain that ran out of patience: beyond that, shards only say that there is
// more.
constexpr std::size_t kMaxWaitingCounted = 100'000;

void add_difference(const MappingCounts& now, const MappingCounts& before, MappingCounts& sum) {
  sum.delivered += now.delivered - before.delivered;
  sum.filtered += now.filtered - before.filtered;
  sum.discarded += now.discarded - before.discarded;
  sum.invocations_ok += now.invocations_ok - before.invocations_ok;
  sum.invocations_failed += now.invocations_failed - before.invocations_failed;
}

}  // namespace

Drains::Drains(DrainParts parts) : parts_(std::move(parts)), look_alarm_(parts_.make_alarm()) {
  parts_.mappings.on_caught_up([this] { look_soon(); });
  parts_.queue_mappings.on_caught_up([this] { look_soon(); });
  parts_.async_invocations.on_ended([this] { look_soon(); });
}

std::optional<std::uint64_t> Drains::start(const Wanted& wanted, Done done) {
  if (wanted.mapping && mappings_of(wanted).empty()) {
    throw core::ApiError(core::ErrorCode::resource_not_found,
                         fmt::format("There is no mapping {}.", wanted.mapping->get()));
  }
  if (drains_.size() >= kMax) {
    throw core::ApiError(core::ErrorCode::too_many_requests,
                         fmt::format("At most {} may wait at a time.", kMax));
  }
  const std::uint64_t id = ++last_;
  const auto drain =
      drains_.emplace(id, Drain{wanted, std::move(done), {}, parts_.make_alarm()}).first;
  if (is_settled(wanted)) {
    finish(drain, true);
    return std::nullopt;
  }
  hurry(drain->second);
  drain->second.deadline->after(wanted.patience, [this, id] { finish(drains_.find(id), false); });
  return id;
}

void Drains::begin_anew(const ScopeFilter& scopes) {
  for (const auto& id : mappings_of({scopes, {}, {}})) {
    taken_.erase(id);
    for (auto& [number, drain] : drains_) {
      if (drain.hurried.erase(id) > 0) release(id);
    }
  }
  for (const auto& [scope, now] : parts_.async_invocations.counts()) {
    if (scopes.covers(scope)) invocations_taken_[scope] = now;
  }
  look_soon();
}

void Drains::cancel(std::uint64_t drain) {
  const auto found = drains_.find(drain);
  if (found == drains_.end()) return;
  release(found->second);
  drains_.erase(found);
}

std::vector<core::MappingId> Drains::mappings_of(const Wanted& wanted) const {
  std::vector<core::MappingId> ids;
  const auto add = [&](const EventSourceMapping& mapping) {
    if (wanted.mapping && *wanted.mapping != mapping.id) return;
    if (wanted.scopes.covers(mapping.scope)) ids.push_back(mapping.id);
  };
  for (const auto& [id, mapping] : parts_.mappings.all()) add(mapping);
  for (const auto* mapping : parts_.queue_mappings.all()) add(mapping->common);
  return ids;
}

bool Drains::is_mapping(const core::MappingId& id) const {
  return parts_.mappings.all().contains(id) || parts_.queue_mappings.find(id);
}

bool Drains::caught_up(const core::MappingId& mapping) const {
  const bool reads_queue = parts_.queue_mappings.find(mapping);
  return reads_queue ? parts_.queue_mappings.caught_up(mapping)
                     : parts_.mappings.pollers().caught_up(mapping);
}

MappingCounts Drains::counts(const core::MappingId& mapping) const {
  const bool reads_queue = parts_.queue_mappings.find(mapping);
  return reads_queue ? parts_.queue_mappings.status(mapping).counts
                     : parts_.mappings.pollers().trace(mapping).counts();
}

bool Drains::awaits(const Wanted& wanted, const core::Scope& scope) const {
  return !wanted.mapping && wanted.scopes.covers(scope);
}

bool Drains::is_quiet(const Wanted& wanted) const {
  const auto& pending = parts_.async_invocations.pending();
  const bool invokes = std::any_of(pending.begin(), pending.end(), [&](const auto& entry) {
    return awaits(wanted, entry.first.first);
  });
  if (invokes) return false;
  const auto ids = mappings_of(wanted);
  return std::all_of(ids.begin(), ids.end(), [this](const auto& id) { return caught_up(id); });
}

// What is quiet is committed first, so that it outlives a kill and its log lines can be read. That
// may commit records, too.
bool Drains::is_settled(const Wanted& wanted) {
  if (!is_quiet(wanted)) return false;
  for (const auto& id : mappings_of(wanted)) {
    if (parts_.mappings.all().contains(id)) parts_.mappings.pollers().store_checkpoints(id);
  }
  parts_.commit();
  return is_quiet(wanted);
}

// Also those mappings that were made since.
void Drains::hurry(Drain& drain) {
  for (const auto& id : mappings_of(drain.wanted)) {
    if (!drain.hurried.insert(id).second) continue;
    parts_.mappings.pollers().hurry(id);  // the one of the two that knows it
    parts_.queue_mappings.hurry(id);
  }
  if (drain.wanted.mapping || drain.hurried_invocations) return;
  drain.hurried_invocations = parts_.async_invocations.hurry(
      [scopes = drain.wanted.scopes](const core::Scope& scope) { return scopes.covers(scope); });
}

void Drains::look_soon() {
  if (drains_.empty() || std::exchange(looks_soon_, true)) return;
  look_alarm_->after({}, [this] { look(); });
}

void Drains::look() {
  looks_soon_ = false;
  for (auto at = drains_.begin(); at != drains_.end();) {
    const auto drain = at++;
    hurry(drain->second);
    if (is_settled(drain->second.wanted)) finish(drain, true);
  }
}

void Drains::finish(All::iterator drain, bool settled) {
  const DrainResult answer = result(drain->second.wanted, settled);
  release(drain->second);
  const Done done = std::move(drain->second.done);
  drains_.erase(drain);
  done(answer);
}

void Drains::release(const core::MappingId& mapping) {
  parts_.mappings.pollers().release(mapping);
  parts_.queue_mappings.release(mapping);
}

void Drains::release(const Drain& drain) {
  for (const auto& id : drain.hurried) release(id);
  if (drain.hurried_invocations) parts_.async_invocations.release(*drain.hurried_invocations);
}

DrainResult Drains::result(const Wanted& wanted, bool settled) {
  DrainResult result;
  result.settled = settled;
  std::erase_if(taken_, [this](const auto& entry) { return !is_mapping(entry.first); });
  for (const auto& id : mappings_of(wanted)) count_mapping(id, settled, result.counts);
  count_invocations(wanted, settled, result.counts);
  if (!settled) result.waiting = waiting(wanted);
  return result;
}

void Drains::count_mapping(const core::MappingId& mapping, bool take, MappingCounts& counts) {
  const MappingCounts now = this->counts(mapping);
  const auto taken = taken_.find(mapping);
  add_difference(now, taken == taken_.end() ? MappingCounts() : taken->second, counts);
  if (take) taken_[mapping] = now;
}

void Drains::count_invocations(const Wanted& wanted, bool take, MappingCounts& counts) {
  for (const auto& [scope, now] : parts_.async_invocations.counts()) {
    if (!awaits(wanted, scope)) continue;
    auto& taken = invocations_taken_[scope];
    counts.invocations_ok += now.ok - taken.ok;
    counts.invocations_failed += now.failed - taken.failed;
    if (take) taken = now;
  }
}

void Drains::add_waiting(const core::MappingId& id, std::size_t& budget,
                         std::vector<Waiting>& all) const {
  if (const auto* mapping = parts_.queue_mappings.find(id)) {
    if (parts_.queue_mappings.caught_up(id)) return;
    const auto status = parts_.queue_mappings.status(id);
    const bool more = status.visible == lambda_host::kMaxCountedMessages;
    all.push_back({id,
                   mapping->common.function.name,
                   {},
                   status.pending(),
                   more,
                   waiting_reason(*mapping, status)});
    return;
  }
  const EventSourceMapping& mapping = parts_.mappings.all().at(id);
  for (const auto& shard : parts_.mappings.pollers().status(id, budget)) {
    if (shard.caught_up) continue;
    all.push_back({id, mapping.function.name, shard.id, shard.pending, shard.more_pending,
                   waiting_reason(mapping, shard)});
  }
}

std::vector<Waiting> Drains::waiting(const Wanted& wanted) const {
  std::vector<Waiting> all;
  std::size_t budget = kMaxWaitingCounted;
  for (const auto& id : mappings_of(wanted)) add_waiting(id, budget, all);
  for (const auto& [key, pending] : parts_.async_invocations.pending()) {
    if (!awaits(wanted, key.first)) continue;
    all.push_back(
        {std::nullopt, key.second, {}, pending, false, "asynchronous invocations aren't over"});
  }
  return all;
}

}  // namespace server::control
