#include "server/worlds/restorations.h"

#include "core/api_error.h"
#include "core/kill_point.h"
#include "server/s3/object_store.h"
#include "server/worlds/rewriting.h"
#include "storage/writer.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace server::worlds {
namespace {

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
      turns_(std::move(alarm), parts.services, [this] { return step(); }) {}

// Nobody has seen what was restored by then, so nothing is lost with it.
void Restorations::resume() {
  for (const auto& mark : marks_.load_all()) resume(mark);
}

void Restorations::resume(const storage::Resource& mark) {
  spdlog::info("restoring snapshot {} in account {}", mark.name, mark.scope.account.get());
  try {
    check(mark.name, mark.scope, true);
    end(only(mark.scope));
    reset(parts_, only(mark.scope), {});
    begin(mark.name, mark.scope, [this, mark](const Restored& restored) {
      if (!restored.error) return;
      failure_ = restored.error->message();
      parts_.services.writer.transact([&] { marks_.store(mark); });
    });
  } catch (const core::ApiError& error) {
    spdlog::error("{}", error.message());
    parts_.services.writer.transact([&] { marks_.erase(mark.scope, mark.name); });
  }
}

void Restorations::check(std::string_view name, const core::Scope& scope, bool replace) const {
  const Snapshot& snapshot = snapshots_.require(name);
  if (!snapshot.complete) {
    refuse_conflict(fmt::format("Snapshot {} isn't complete yet.", snapshot.name));
  }
  check_bucket_names(snapshot, scope, replace);
  if (replace || (is_empty(parts_, scope) && !is_under_way(scope))) return;
  refuse_conflict(
      fmt::format("Account {} has something in {} already: reset it, or say \"replace\":true.",
                  scope.account.get(), scope.region.get()));
}

void Restorations::begin(std::string_view name, const core::Scope& scope, Done done) {
  const Snapshot snapshot = snapshots_.require(name);
  erase_marks();  // one of them may be of the same name
  running_.emplace_front(connection_, parts_, snapshots_, snapshot, scope, std::move(done));
  try {
    parts_.services.writer.transact([&] { marks_.store({scope, snapshot.name, "{}"}); });
  } catch (...) {
    running_.pop_front();
    throw;
  }
  snapshots_.hold(snapshot.place);
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

bool Restorations::is_under_way(const core::Scope& scope) const {
  return std::any_of(running_.begin(), running_.end(),
                     [&](const Running& running) { return running.restoration.target() == scope; });
}

bool Restorations::step() {
  if (running_.empty()) return false;
  const Position position = running_.begin();
  if (step(*position)) {
    running_.splice(running_.end(), running_, position);
  } else {
    finish(position, {false, position->failure, position->restoration.counts()});
  }
  return !running_.empty();
}

bool Restorations::step(Running& running) {
  try {
    const bool more = running.restoration.step();
    core::pass(core::KillPoint::restoring);
    return more;
  } catch (const core::ApiError& error) {
    running.failure = error;
  } catch (const std::exception& error) {
    spdlog::error("restoring snapshot {} failed: {}", running.restoration.snapshot().name,
                  error.what());
    running.failure = core::ApiError(core::ErrorCode::internal, "It couldn't be stored.");
  }
  running.restoration.undo();
  return true;
}

void Restorations::finish(Position position, const Restored& outcome) {
  const Done done = std::move(position->done);
  const Snapshot snapshot = position->restoration.snapshot();
  const core::Scope target = position->restoration.target();
  running_.erase(position);
  snapshots_.release(snapshot.place);
  obsolete_marks_.push_back({target, snapshot.name, {}});
  erase_marks();
  done(outcome);
}

// One that stays would have the next start restore once more.
void Restorations::erase_marks() {
  try {
    for (; !obsolete_marks_.empty(); obsolete_marks_.pop_back()) {
      const auto& mark = obsolete_marks_.back();
      parts_.services.writer.transact([&] { marks_.erase(mark.scope, mark.name); });
    }
  } catch (const std::exception& error) {
    spdlog::error("that a restore is over can't be stored yet: {}", error.what());
  }
}

void Restorations::end(const core::ScopeFilter& scopes) {
  for (auto at = running_.begin(); at != running_.end();) {
    const Position position = at++;
    if (scopes.covers(position->restoration.target())) finish(position, {true, std::nullopt, {}});
  }
}

}  // namespace server::worlds
