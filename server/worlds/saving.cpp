#include "server/worlds/saving.h"

#include "server/worlds/table_copy.h"
#include "storage/catalog.h"
#include "storage/copies.h"
#include "storage/writer.h"

#include <spdlog/spdlog.h>

#include <exception>
#include <utility>

namespace server::worlds {
namespace {

std::string as_it_is(std::string text) {
  return text;
}

}  // namespace

Saving::Saving(storage::sqlite::Connection& connection, const WorldParts& parts, Snapshot snapshot,
               const Included& included)
    : parts_(parts), snapshot_(std::move(snapshot)) {
  const core::Scope& from = snapshot_.origin;
  const core::Scope& place = snapshot_.place;
  tables_ = save_tables(parts_.services, from, place);
  for (auto& step : copies_of_settings(parts_, from, place, as_it_is)) {
    settings_.push_back(std::move(step));
  }
  begin_queues();
  if (included.buckets) buckets_.emplace(parts_.objects, from, place);
  auto& logs = parts_.services.logs;
  if (included.logs) logs_.emplace(connection, logs, from, logs, place);
}

void Saving::begin_queues() {
  Services& services = parts_.services;
  services.writer.transact([&] {
    for (const auto* queue : services.queues.registry.list(snapshot_.origin, "", "")) {
      queues_.push_back(copy_queue(parts_, *queue, snapshot_.place, as_it_is));
    }
  });
}

bool Saving::step() {
  if (failed_ || !has_pieces()) return false;
  try {
    copy_some();
  } catch (const std::exception& error) {
    spdlog::error("saving snapshot {} failed: {}", snapshot_.name, error.what());
    fail();
  }
  return true;
}

bool Saving::has_pieces() const {
  return !settings_.empty() || !queues_.empty() || buckets_ || logs_ ||
         parts_.services.copies.awaits(snapshot_.place);
}

// A table that is about to be copied can't be deleted meanwhile: so they come first.
void Saving::copy_some() {
  Services& services = parts_.services;
  if (services.copies.begin_awaited(snapshot_.place)) return;
  if (!settings_.empty()) {
    settings_.front().copy();
    settings_.pop_front();
    return;
  }
  if (!queues_.empty()) {
    if (!queues_.front()->step()) queues_.pop_front();
    return;
  }
  if (buckets_) {
    if (!buckets_->step()) buckets_.reset();
    return;
  }
  bool more = true;
  services.writer.transact([&] { more = logs_->step(); });
  if (!more) logs_.reset();
}

std::optional<Saving::Outcome> Saving::outcome() const {
  if (failed_) return Outcome::failed;
  Services& services = parts_.services;
  const core::Scope& place = snapshot_.place;
  if (has_pieces() || services.copies.is_written(place)) return std::nullopt;
  const bool is_whole =
      services.catalog.count(place) == tables_ && !is_being_copied_to(services, place);
  return is_whole ? Outcome::complete : Outcome::was_reset;
}

}  // namespace server::worlds
