#include "server/worlds/restorations.h"

#include "core/api_error.h"
#include "core/kill_point.h"
#include "server/s3/object_store.h"
#include "server/worlds/rewriting.h"
#include "storage/writer.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <exception>
#include <utility>

namespace server::worlds {
namespace {

core::ScopeFilter only(const core::Scope& scope) {
  return {scope.account, scope.region};
}

[[noreturn]] void refuse_conflict(std::string message) {
  throw core::ApiError(core::ErrorCode::resource_conflict, std::move(message));
}

}  // namespace

Restorations::Restorations(storage::sqlite::Connection& connection, const WorldParts& parts,
                           Snapshots& snapshots, std::unique_ptr<lambda_host::Alarm> alarm)
    : connection_(connection),
      parts_(parts),
      snapshots_(snapshots),
      marks_(connection, "restore"),
      turns_(std::move(alarm), parts.services.clock, [this] { return step(); }) {}

// Nobody has seen what was restored by then, so nothing is lost with it.
void Restorations::resume() {
  for (const auto& mark : marks_.load_all()) resume(mark);
}

void Restorations::resume(const storage::Resource& mark) {
  spdlog::info("restoring snapshot {} in account {}", mark.name, mark.scope.account.get());
  try {
    begin(mark.name, mark.scope, true, [this, mark](const Restored& restored) {
      if (!restored.error) return;
      failure_ = restored.error->message();
      parts_.services.writer.transact([&] { marks_.store(mark); });
    });
  } catch (const core::ApiError& error) {
    spdlog::error("{}", error.message());
    parts_.services.writer.transact([&] { marks_.erase(mark.scope, mark.name); });
  }
}

void Restorations::begin(std::string_view name, const core::Scope& scope, bool replace, Done done) {
  const Snapshot snapshot = snapshots_.require(name);
  if (!snapshot.complete) {
    refuse_conflict(fmt::format("Snapshot {} isn't complete yet.", snapshot.name));
  }
  check_bucket_names(snapshot, scope, replace);
  if (replace) {
    reset(parts_, only(scope), {});
    scopes_were_reset(only(scope));
  }
  if (!is_empty(scope)) {
    refuse_conflict(
        fmt::format("Account {} has something in {} already: reset it, or say \"replace\":true.",
                    scope.account.get(), scope.region.get()));
  }
  parts_.services.writer.transact([&] { marks_.store({scope, snapshot.name, "{}"}); });
  snapshots_.hold(snapshot.name);
  running_.emplace_front(connection_, parts_, snapshot, scope, std::move(done));
  turns_.begin();
}

void Restorations::check_bucket_names(const Snapshot& snapshot, const core::Scope& to,
                                      bool replace) const {
  for (const auto* saved : parts_.objects.saved_buckets(snapshot.place)) {
    const auto* there =
        parts_.objects.find_bucket(bucket_name_in(to, saved->name, snapshot.origin));
    if (!there || (replace && there->scope == to)) continue;
    refuse_conflict(
        fmt::format("Bucket {} is there already, in account {}: names of buckets are everybody's.",
                    there->name, there->scope.account.get()));
  }
}

bool Restorations::is_empty(const core::Scope& scope) const {
  const WorldCounts counts = count(parts_, scope);
  return counts.tables + counts.functions + counts.queues + counts.topics + counts.mappings == 0;
}

bool Restorations::step() {
  if (running_.empty()) return false;
  const Position position = running_.begin();
  try {
    const bool more = position->restoration.step();
    core::pass(core::KillPoint::restoring);
    if (more) {
      running_.splice(running_.end(), running_, position);
    } else {
      finish(position, {false, std::nullopt, position->restoration.counts()});
    }
  } catch (const core::ApiError& error) {
    give_up(position, error);
  } catch (const std::exception& error) {
    spdlog::error("restoring snapshot {} failed: {}", position->restoration.snapshot().name,
                  error.what());
    give_up(position, core::ApiError(core::ErrorCode::internal, "It couldn't be stored."));
  }
  return !running_.empty();
}

void Restorations::finish(Position position, const Restored& outcome) {
  const Done done = std::move(position->done);
  const std::string name = position->restoration.snapshot().name;
  const core::Scope target = position->restoration.target();
  running_.erase(position);
  snapshots_.release(name);
  parts_.services.writer.transact([&] { marks_.erase(target, name); });
  done(outcome);
}

void Restorations::give_up(Position position, const core::ApiError& error) {
  reset(parts_, only(position->restoration.target()), {});
  finish(position, {false, error, {}});
}

void Restorations::scopes_were_reset(const core::ScopeFilter& scopes) {
  for (auto at = running_.begin(); at != running_.end();) {
    const Position position = at++;
    if (scopes.covers(position->restoration.target())) finish(position, {true, std::nullopt, {}});
  }
}

}  // namespace server::worlds
