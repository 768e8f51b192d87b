#include "server/worlds/snapshots.h"

#include "core/api_error.h"
#include "lambda-host/functions/function_registry.h"
#include "lambda-host/mappings/event_source_mapping_json.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "lambda-host/mappings/queue_mapping_registry.h"
#include "server/operations/queues/queues.h"
#include "server/worlds/rewriting.h"
#include "server/worlds/snapshot_json.h"
#include "server/worlds/table_copy.h"
#include "server/worlds/world_copy.h"
#include "storage/catalog.h"
#include "storage/copies.h"
#include "storage/writer.h"
#include "streams/stream_registry.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace server::worlds {
namespace {

constexpr std::size_t kMaxNameLength = 64;

core::ScopeFilter only(const core::Scope& scope) {
  return {scope.account, scope.region};
}

[[noreturn]] void refuse_conflict(std::string message) {
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

core::Scope place_of(const Snapshot& snapshot) {
  return core::snapshot_scope(snapshot.name);
}

}  // namespace

Snapshots::Snapshots(storage::sqlite::Connection& connection, const WorldParts& parts)
    : parts_(parts), documents_(connection, "snapshot") {
  for (const auto& resource : documents_.load_all()) {
    Snapshot snapshot = snapshot_from_json(resource.document);
    snapshot.name = resource.name;
    snapshots_.emplace(resource.name, std::move(snapshot));
  }
  parts_.services.copies.add_listener([this](const storage::Table&) { look(); });
}

const Snapshot& Snapshots::require(std::string_view name) const {
  const auto found = snapshots_.find(name);
  if (found != snapshots_.end()) return found->second;
  throw core::ApiError(core::ErrorCode::resource_not_found,
                       fmt::format("There is no snapshot {}.", name));
}

bool Snapshots::is_complete(const Snapshot& snapshot) const {
  return !is_being_copied_to(parts_.services, place_of(snapshot));
}

WorldCounts Snapshots::counts(const Snapshot& snapshot) const {
  WorldCounts counts = count(parts_, place_of(snapshot));
  counts.mappings = snapshot.mappings.size();
  return counts;
}

void Snapshots::store(const Snapshot& snapshot) {
  const core::Scope place = place_of(snapshot);
  parts_.services.writer.transact([&] {
    documents_.store({place, snapshot.name, snapshot_to_json(snapshot)});
  });
  snapshots_.insert_or_assign(snapshot.name, snapshot);
}

std::size_t Snapshots::save(const std::string& name, const core::Scope& scope) {
  check_name(name);
  if (is_being_copied_to(parts_.services, scope)) {
    refuse_conflict("Items of some table are still being copied: try again later.");
  }
  check_message_count(parts_, scope);
  if (snapshots_.contains(name)) erase(name);
  const Snapshot snapshot{name, scope, parts_.services.clock.now(), mappings_of(scope)};
  const core::Scope place = place_of(snapshot);
  store(snapshot);
  try {
    const std::size_t tables = copy_tables(parts_.services, scope, place, scope, Streams::none);
    copy_others(parts_, scope, place, [](std::string text) { return text; });
    return tables;
  } catch (...) {  // a full disk: half a snapshot is none
    erase(name);
    throw;
  }
}

WorldCounts Snapshots::restore(std::string_view name, const core::Scope& scope, bool replace) {
  const Snapshot snapshot = require(name);
  const core::Scope place = place_of(snapshot);
  if (!is_complete(snapshot)) {
    refuse_conflict(fmt::format("Snapshot {} isn't complete yet.", snapshot.name));
  }
  if (replace) reset(parts_, only(scope), {});
  if (!is_empty(scope)) {
    refuse_conflict(
        fmt::format("Account {} has something in {} already: reset it, or say \"replace\":true.",
                    scope.account.get(), scope.region.get()));
  }
  WorldCounts counts = count(parts_, place);
  copy_tables(parts_.services, place, scope, snapshot.origin, Streams::fresh);
  copy_others(parts_, place, scope,
              [&](std::string text) { return rewritten(std::move(text), snapshot.origin, scope); });
  counts.mappings = restore_mappings(snapshot, scope);
  return counts;
}

void Snapshots::erase(std::string_view name) {
  const Snapshot snapshot = require(name);
  const core::Scope place = place_of(snapshot);
  reset(parts_, only(place), {});
  parts_.services.writer.transact([&] { documents_.erase(place, snapshot.name); });
  snapshots_.erase(snapshot.name);
  look();
}

bool Snapshots::is_empty(const core::Scope& scope) const {
  const WorldCounts counts = count(parts_, scope);
  return counts.tables + counts.functions + counts.queues + counts.topics == 0 &&
         mappings_of(scope).empty();
}

std::vector<SavedMapping> Snapshots::mappings_of(const core::Scope& scope) const {
  std::vector<SavedMapping> saved;
  for (const auto& [id, mapping] : parts_.services.mappings.all()) {
    if (mapping.scope == scope) saved.push_back({false, write_stored_mapping(mapping)});
  }
  for (const auto* mapping : parts_.services.queue_mappings.all()) {
    if (mapping->common.scope == scope) saved.push_back({true, write_stored_mapping(*mapping)});
  }
  return saved;
}

std::size_t Snapshots::restore_mappings(const Snapshot& snapshot, const core::Scope& scope) {
  std::size_t restored = 0;
  for (const SavedMapping& saved : snapshot.mappings) {
    std::string text = rewritten(saved.text, snapshot.origin, scope);
    if (saved.reads_queue) {
      auto mapping = lambda_host::read_stored_queue_mapping(scope, std::move(text));
      mapping.common.function.scope = scope;
      parts_.services.queue_mappings.restore(std::move(mapping));
      ++restored;
    } else if (restore_mapping(std::move(text), scope)) {
      ++restored;
    }
  }
  return restored;
}

// Of a stream that its table had no more when it was saved, there is none to read.
bool Snapshots::restore_mapping(std::string text, const core::Scope& scope) {
  auto mapping = lambda_host::read_stored_mapping(scope, std::move(text));
  mapping.function.scope = scope;
  const std::string& old = mapping.stream.get();
  const auto begin = old.find(":table/") + std::string_view(":table/").size();
  const auto* table =
      parts_.services.catalog.find(scope, old.substr(begin, old.find('/', begin) - begin));
  const auto* stream = table ? parts_.services.streams.enabled_stream(table->definition) : nullptr;
  if (!stream) return false;
  mapping.stream = stream->arn;
  parts_.services.mappings.restore(std::move(mapping));
  return true;
}

bool Snapshots::is_being_copied(const core::Scope& scope) const {
  const auto targets = parts_.services.copies.targets();
  return std::any_of(targets.begin(), targets.end(),
                     [&](const storage::Table* table) { return table->definition.scope == scope; });
}

void Snapshots::when_copied(const core::Scope& scope, std::size_t tables, Done done) {
  waiting_.push_back({scope, tables, std::move(done)});
  look();
}

void Snapshots::look() {
  std::vector<Waiting> over;
  std::erase_if(waiting_, [&](Waiting& waiting) {
    if (is_being_copied(waiting.scope)) return false;
    over.push_back(std::move(waiting));
    return true;
  });
  for (const Waiting& each : over) {
    each.done(!is_being_copied_to(parts_.services, each.scope) &&
              parts_.services.catalog.count(each.scope) == each.tables);
  }
}

}  // namespace server::worlds
