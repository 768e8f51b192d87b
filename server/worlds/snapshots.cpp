#include "server/worlds/snapshots.h"

#include "core/api_error.h"
#include "core/scope_filter.h"
#include "server/worlds/rewriting.h"
#include "server/worlds/table_copy.h"
#include "server/worlds/world_copy.h"
#include "storage/catalog.h"
#include "storage/copies.h"
#include "storage/writer.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace server::worlds {
namespace {

constexpr std::size_t kMaxNameLength = 64;

[[noreturn]] void refuse_save(std::string message) {
  throw core::ApiError(core::ErrorCode::resource_conflict, std::move(message));
}

void check_name(std::string_view name) {
  const auto is_fine = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  };
  if (!name.empty() && name.size() <= kMaxNameLength &&
      std::all_of(name.begin(), name.end(), is_fine)) {
    return;
  }
  core::throw_validation(
      "A snapshot's name must have 1 to 64 letters, digits, points, hyphens and underscores.");
}

}  // namespace

Snapshots::Snapshots(storage::sqlite::Connection& connection, const WorldParts& parts,
                     std::unique_ptr<lambda_host::Alarm> alarm)
    : connection_(connection),
      parts_(parts),
      documents_(connection, "snapshot"),
      mappings_(connection),
      turns_(std::move(alarm), parts.services, [this] {
        const bool copies = copy_some();
        return clear_leftovers() || copies;
      }) {
  load();
  parts_.services.copies.add_listener([this](const storage::Table&) { look(); });
}

void Snapshots::load() {
  for (const auto& resource : documents_.load_all()) {
    StoredSnapshot stored = snapshot_from_json(resource.document);
    Snapshot& snapshot = stored.snapshot;
    snapshot.name = resource.name;
    snapshot.place = resource.scope;
    if (!stored.is_counted) bring_up_to_date(stored);
    if (snapshot.complete) {
      snapshots_.emplace(resource.name, std::move(snapshot));
    } else {
      leftovers_.push_back(std::move(snapshot));
    }
  }
  if (!leftovers_.empty()) turns_.begin();
}

// One of an earlier version.
void Snapshots::bring_up_to_date(StoredSnapshot& stored) {
  Snapshot& snapshot = stored.snapshot;
  snapshot.counts = count_saved(parts_, snapshot.place);
  snapshot.counts.mappings = stored.mappings.size();
  parts_.services.writer.transact([&] {
    for (const SavedMapping& mapping : stored.mappings) mappings_.store(snapshot.place, mapping);
    store(snapshot);
  });
}

const Snapshot& Snapshots::require(std::string_view name) const {
  const auto found = snapshots_.find(name);
  if (found != snapshots_.end()) return found->second;
  throw core::ApiError(core::ErrorCode::resource_not_found,
                       fmt::format("There is no snapshot {}.", name));
}

void Snapshots::store(const Snapshot& snapshot) {
  documents_.store({snapshot.place, snapshot.name, snapshot_to_json(snapshot)});
}

void Snapshots::check_changeable(std::string_view name) const {
  const bool is_being_saved = std::any_of(saving_.begin(), saving_.end(), [&](const Running& each) {
    return each.saving.snapshot().name == name;
  });
  const auto found = snapshots_.find(name);
  const bool is_held = found != snapshots_.end() && held_.contains(found->second.place);
  if (!is_being_saved && !is_held) return;
  refuse_save(fmt::format("Snapshot {} is being {}: try again later.", name,
                          is_being_saved ? "saved" : "read"));
}

void Snapshots::save(const std::string& name, const core::Scope& scope, const Included& included,
                     std::string_view host, Saved done) {
  check_name(name);
  check_changeable(name);
  if (is_being_copied_to(parts_.services, scope)) {
    refuse_save("Items of some table are still being copied: try again later.");
  }
  const Snapshot snapshot{name,  free_place(name), scope, parts_.services.clock.now(),
                          false, ports_of(host),   {}};
  parts_.services.writer.transact([&] { store(snapshot); });
  try {
    begin(snapshot, included, std::move(done));
  } catch (...) {  // a full disk: half a snapshot is none
    leave(snapshot);
    throw;
  }
}

// A "~" is in no name.
core::Scope Snapshots::free_place(const std::string& name) const {
  const auto before = snapshots_.find(name);
  std::string place = name;
  const auto is_taken = [&](const core::Scope& scope) {
    return is_left_over(scope) || (before != snapshots_.end() && before->second.place == scope);
  };
  while (is_taken(core::snapshot_scope(place))) place += "~";
  return core::snapshot_scope(place);
}

bool Snapshots::is_left_over(const core::Scope& place) const {
  return std::any_of(leftovers_.begin(), leftovers_.end(),
                     [&](const Snapshot& left) { return left.place == place; });
}

void Snapshots::begin(const Snapshot& snapshot, const Included& included, Saved done) {
  saving_.emplace_back(connection_, parts_, mappings_, snapshot, included, std::move(done));
  snapshots_.try_emplace(snapshot.name, saving_.back().saving.snapshot());
  look();
  if (!saving_.empty()) turns_.begin();
}

// They are stored as ones that aren't complete, so that the next start goes on with what a kill or
// a full disk cuts off.
void Snapshots::leave(Snapshot snapshot) {
  leftovers_.insert(leftovers_.begin(), std::move(snapshot));
  turns_.begin();
}

void Snapshots::release(const core::Scope& place) {
  held_.erase(held_.find(place));
  if (!leftovers_.empty()) turns_.begin();
}

// The last one is the next that goes: not one that somebody still reads.
bool Snapshots::has_leftover() {
  if (clearing_) return true;
  const auto next = std::find_if(leftovers_.rbegin(), leftovers_.rend(),
                                 [&](const Snapshot& left) { return !held_.contains(left.place); });
  if (next == leftovers_.rend()) return false;
  std::rotate(next.base() - 1, next.base(), leftovers_.end());
  return true;
}

bool Snapshots::clear_leftovers() {
  if (!has_leftover()) return false;
  const core::Scope place = leftovers_.back().place;
  const std::string name = leftovers_.back().name;
  try {
    if (!clearing_) clearing_.emplace(parts_, only(place), Kept{});
    if (clearing_->step() || clear_mappings(place)) return true;
    parts_.services.writer.transact([&] { documents_.erase(place, name); });
    leftovers_.pop_back();
  } catch (const std::exception& error) {  // the next save or removal tries again
    spdlog::warn("what is left of snapshot {} can't be removed yet: {}", name, error.what());
    clearing_.reset();
    return false;
  }
  clearing_.reset();
  return has_leftover();
}

bool Snapshots::clear_mappings(const core::Scope& place) {
  std::size_t cleared = 0;
  parts_.services.writer.transact([&] { cleared = mappings_.erase(place, kPage); });
  return cleared == kPage;
}

void Snapshots::erase(std::string_view name) {
  Snapshot snapshot = require(name);
  check_changeable(name);
  snapshot.complete = false;
  parts_.services.writer.transact([&] { store(snapshot); });
  snapshots_.erase(snapshot.name);
  leave(std::move(snapshot));
}

// Its own, and the one that leads to it from outside of a container.
std::vector<std::uint16_t> Snapshots::ports_of(std::string_view host) const {
  std::vector<std::uint16_t> ports;
  const std::string own = parts_.endpoint_url();
  for (const std::string_view address : {std::string_view(own), host}) {
    const auto port = port_of(address);
    if (port && std::find(ports.begin(), ports.end(), *port) == ports.end()) ports.push_back(*port);
  }
  return ports;
}

// What isn't noted changes meanwhile, so that comes first.
bool Snapshots::copy_some() {
  if (saving_.empty()) return false;
  const auto steps = [](Running& running) { return running.saving.step(); };
  const auto is_noted = [](const Running& running) { return running.saving.is_noted(); };
  const auto unnoted = std::find_if_not(saving_.begin(), saving_.end(), is_noted);
  const auto first = unnoted == saving_.end() ? saving_.begin() : unnoted;
  if (std::find_if(first, saving_.end(), steps) != saving_.end()) {
    look();
  } else {
    copy_items();
  }
  return !saving_.empty();
}

void Snapshots::copy_items() {
  try {
    parts_.services.copies.step();
  } catch (const std::exception& error) {
    spdlog::error("copying items of snapshots failed: {}", error.what());
    for (Running& running : saving_) running.saving.fail();
    look();
  }
}

void Snapshots::cut_off(const core::ScopeFilter& scopes) {
  for (Running& running : saving_) {
    if (scopes.covers(running.saving.snapshot().origin)) running.saving.cut_off();
  }
  look();
}

// One after the other: whoever is told may begin or end others.
void Snapshots::look() {
  const auto next_over = [this] {
    return std::find_if(saving_.begin(), saving_.end(), [](const Running& running) {
      return running.saving.outcome().has_value();
    });
  };
  for (auto over = next_over(); over != saving_.end(); over = next_over()) {
    const Snapshot snapshot = over->saving.snapshot();
    const auto outcome = *over->saving.outcome();
    const Saved done = std::move(over->done);
    saving_.erase(over);
    done(settle(snapshot, outcome));
  }
}

Saving::Outcome Snapshots::settle(const Snapshot& snapshot, Saving::Outcome outcome) {
  try {
    if (outcome == Saving::Outcome::complete) finish(snapshot);
  } catch (const std::exception& error) {
    spdlog::error("saving snapshot {} failed: {}", snapshot.name, error.what());
    outcome = Saving::Outcome::failed;
  }
  if (outcome != Saving::Outcome::complete) give_up(snapshot);
  return outcome;
}

void Snapshots::give_up(const Snapshot& snapshot) {
  if (!require(snapshot.name).complete) snapshots_.erase(snapshot.name);
  leave(snapshot);
}

void Snapshots::finish(Snapshot snapshot) {
  Snapshot before = require(snapshot.name);
  const bool replaces = before.complete;
  snapshot.complete = true;
  for (const auto* table : parts_.services.catalog.list(snapshot.place, "")) {
    snapshot.counts.items += table->statistics.item_count;
  }
  before.complete = false;
  parts_.services.writer.transact([&] {
    store(snapshot);
    if (replaces) store(before);
  });
  snapshots_.insert_or_assign(snapshot.name, snapshot);
  if (replaces) leave(std::move(before));
}

}  // namespace server::worlds
