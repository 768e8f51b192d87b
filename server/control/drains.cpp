#include "server/control/drains.h"

#include "core/api_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace server::control {
namespace {

using lambda_host::EventSourceMapping;
using lambda_host::MappingCounts;

// For the answer of a drain that ran out of patience: beyond so many looks (streams::Backlog), the
// last mapping only says that there is more, and no other is looked at.
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
  if (is_settled(wanted)) {
    done(result(wanted, true));
    return std::nullopt;
  }
  const std::uint64_t id = ++last_;
  auto& drain = drains_[id] = {join_group(wanted), std::move(done), parts_.make_alarm()};
  drain.deadline->after(wanted.patience, [this, id, wanted] { finish(id, result(wanted, false)); });
  return id;
}

void Drains::begin_anew(const ScopeFilter& scopes) {
  for (const auto& id : mappings_of({scopes, {}, {}})) {
    taken_.erase(id);
    for (auto& [key, group] : groups_) {
      if (group.hurried.erase(id) > 0) release(id);
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
  leave_group(found->second.group);
  drains_.erase(found);
}

std::vector<core::MappingId> Drains::mappings_of(const Wanted& wanted) const {
  std::vector<core::MappingId> ids;
  const auto add = [&](const EventSourceMapping& mapping) {
    if (wanted.scopes.covers(mapping.scope)) ids.push_back(mapping.id);
  };
  if (wanted.mapping) {
    if (const auto* mapping = find_mapping(*wanted.mapping)) add(*mapping);
    return ids;
  }
  for (const auto& [id, mapping] : parts_.mappings.all()) add(mapping);
  for (const auto* mapping : parts_.queue_mappings.all()) add(mapping->common);
  return ids;
}

std::vector<core::MappingId> Drains::all_mappings() const {
  std::vector<core::MappingId> ids;
  for (const auto& [id, mapping] : parts_.mappings.all()) ids.push_back(id);
  for (const auto* mapping : parts_.queue_mappings.all()) ids.push_back(mapping->common.id);
  return ids;
}

// nullptr when there is no such mapping.
const EventSourceMapping* Drains::find_mapping(const core::MappingId& id) const {
  if (const auto* mapping = parts_.queue_mappings.find(id)) return &mapping->common;
  const auto& all = parts_.mappings.all();
  const auto found = all.find(id);
  return found == all.end() ? nullptr : &found->second;
}

bool Drains::caught_up(const core::MappingId& mapping) const {
  const bool reads_queue = parts_.queue_mappings.find(mapping);
  return reads_queue ? parts_.queue_mappings.caught_up(mapping)
                     : parts_.mappings.pollers().caught_up(mapping);
}

MappingCounts Drains::counts(const core::MappingId& mapping) const {
  const bool reads_queue = parts_.queue_mappings.find(mapping);
  return reads_queue ? parts_.queue_mappings.counts(mapping)
                     : parts_.mappings.pollers().trace(mapping).counts();
}

bool Drains::awaits(const Wanted& wanted, const core::Scope& scope) const {
  return !wanted.mapping && wanted.scopes.covers(scope);
}

bool Drains::awaits_invocations(const Wanted& wanted) const {
  const auto& pending = parts_.async_invocations.pending();
  return std::any_of(pending.begin(), pending.end(),
                     [&](const auto& entry) { return awaits(wanted, entry.first.first); });
}

bool Drains::is_quiet(const Wanted& wanted) const {
  if (awaits_invocations(wanted)) return false;
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

Drains::Groups::iterator Drains::join_group(const Wanted& wanted) {
  const Key key(wanted.scopes.account, wanted.scopes.region, wanted.mapping);
  const auto [group, is_new] = groups_.try_emplace(key, Group{wanted});
  ++group->second.drains;
  for (const auto& id : mappings_of(wanted)) hurry(group->second, id);
  if (wanted.mapping || !is_new) return group;
  group->second.hurried_invocations = parts_.async_invocations.hurry(
      [scopes = wanted.scopes](const core::Scope& scope) { return scopes.covers(scope); });
  return group;
}

void Drains::leave_group(Groups::iterator group) {
  if (--group->second.drains > 0) return;
  const Group left = std::move(group->second);
  groups_.erase(group);
  for (const auto& id : left.hurried) release(id);
  if (left.hurried_invocations) parts_.async_invocations.release(*left.hurried_invocations);
}

void Drains::hurry(Group& group, const core::MappingId& mapping) {
  if (!group.hurried.insert(mapping).second) return;
  parts_.mappings.pollers().hurry(mapping);  // the one of the two that knows it
  parts_.queue_mappings.hurry(mapping);
}

void Drains::look_soon() {
  if (drains_.empty() || std::exchange(looks_soon_, true) || !unseen_.empty()) return;
  look_alarm_->after({}, [this] { look(); });
}

void Drains::look() {
  looks_soon_ = false;
  for (auto& [key, group] : groups_) group.is_busy = awaits_invocations(group.wanted);
  unseen_ = all_mappings();
  look_on();
}

void Drains::look_on() {
  for (std::size_t looked = 0; looked < kMaxLooked && !unseen_.empty(); ++looked) {
    const core::MappingId id = std::move(unseen_.back());
    unseen_.pop_back();
    look_at(id);
  }
  if (!unseen_.empty()) return look_alarm_->after({}, [this] { look_on(); });
  finish_settled();
  if (std::exchange(looks_soon_, false)) look_soon();
}

// Mappings that were made since a group began hurry as the others do.
void Drains::look_at(const core::MappingId& id) {
  const EventSourceMapping* mapping = find_mapping(id);
  if (!mapping) return;
  std::optional<bool> is_busy;  // asked once for all
  for (auto& [key, group] : groups_) {
    const Wanted& wanted = group.wanted;
    if (wanted.mapping && *wanted.mapping != id) continue;
    if (!wanted.scopes.covers(mapping->scope)) continue;
    hurry(group, id);
    if (group.is_busy) continue;
    if (!is_busy) is_busy = !caught_up(id);
    group.is_busy = *is_busy;
  }
}

// What was seen to be quiet may have become busy in another turn, so that is looked at once more.
// Of those that waited for the same, the first one is told all.
void Drains::finish_settled() {
  std::vector<std::uint64_t> settled;
  for (auto& [key, group] : groups_) group.is_busy = group.is_busy || !is_settled(group.wanted);
  for (const auto& [id, drain] : drains_) {
    if (!drain.group->second.is_busy) settled.push_back(id);
  }
  std::set<Key> told;
  for (const std::uint64_t id : settled) {
    const auto drain = drains_.find(id);
    if (drain == drains_.end()) continue;
    const auto& [key, group] = *drain->second.group;
    const bool is_first = told.insert(key).second;
    finish(id, is_first ? result(group.wanted, true) : DrainResult{true, {}, {}});
  }
}

void Drains::finish(std::uint64_t id, const DrainResult& answer) {
  const auto drain = drains_.find(id);
  leave_group(drain->second.group);
  const Done done = std::move(drain->second.done);
  drains_.erase(drain);
  done(answer);
}

void Drains::release(const core::MappingId& mapping) {
  parts_.mappings.pollers().release(mapping);
  parts_.queue_mappings.release(mapping);
}

DrainResult Drains::result(const Wanted& wanted, bool settled) {
  DrainResult result;
  result.settled = settled;
  std::erase_if(taken_, [this](const auto& entry) { return !find_mapping(entry.first); });
  for (const auto& id : mappings_of(wanted)) count_mapping(id, settled, result.counts);
  count_invocations(wanted, settled, result.counts);
  if (!settled) add_waiting(wanted, result);
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
    const auto status = parts_.queue_mappings.status(id, budget);
    all.push_back({id,
                   mapping->common.function.name,
                   {},
                   status.pending(),
                   status.has_more,
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

void Drains::add_waiting(const Wanted& wanted, DrainResult& result) const {
  std::size_t budget = kMaxWaitingCounted;
  for (const auto& id : mappings_of(wanted)) {
    result.more_waiting = budget == 0;
    if (result.more_waiting) break;
    add_waiting(id, budget, result.waiting);
  }
  for (const auto& [key, pending] : parts_.async_invocations.pending()) {
    if (!awaits(wanted, key.first)) continue;
    result.waiting.push_back(
        {std::nullopt, key.second, {}, pending, false, "asynchronous invocations aren't over"});
  }
}

}  // namespace server::control
