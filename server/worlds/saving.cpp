#include "server/worlds/saving.h"

#include "lambda-host/mappings/event_source_mapping_json.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "lambda-host/mappings/queue_mapping_registry.h"
#include "server/worlds/pages.h"
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

Saving::Saving(storage::sqlite::Connection& connection, const WorldParts& parts,
               SavedMappings& mappings, Snapshot snapshot, const Included& included)
    : parts_(parts),
      mappings_(mappings),
      snapshot_(std::move(snapshot)),
      settings_(parts, snapshot_.origin, snapshot_.place, as_it_is) {
  auto& logs = parts_.services.logs;
  if (included.buckets) buckets_.emplace(parts_.objects, snapshot_.place);
  if (included.logs) logs_.emplace(connection, logs, snapshot_.origin, logs, snapshot_.place);
  plan_notes();
  note_some(kPagesAtOnce);
}

// What needs others comes behind them.
void Saving::plan_notes() {
  note_tables();
  note_queues();
  notes_.add([this] {
    const bool more = settings_.plan_some();
    snapshot_.counts.functions = settings_.functions();
    snapshot_.counts.topics = settings_.topics();
    return more;
  });
  note_mappings();
  if (buckets_) note_buckets();
  if (logs_) note_logs();
}

void Saving::note_some(int pages) {
  parts_.services.writer.transact([&] { notes_.take(pages); });
}

// One to which items are still being copied was begun later.
void Saving::note_tables() {
  Services& services = parts_.services;
  notes_.add(
      pages_of_tables(services.catalog, snapshot_.origin, [this, &services](storage::Table* table) {
        if (table->being_copied_to) return;
        await_copy(services, *table, snapshot_.place);
        ++snapshot_.counts.tables;
      }));
}

void Saving::note_queues() {
  notes_.add(pages_of_queues(
      parts_.services.queues.registry, snapshot_.origin, [this](const operations::Queue* queue) {
        queues_.push_back(copy_queue(parts_, *queue, snapshot_.place, as_it_is));
        ++snapshot_.counts.queues;
      }));
}

void Saving::note_mappings() {
  const auto save = [this](const std::string& id, bool reads_queue, std::string text) {
    mappings_.store(snapshot_.place, {id, reads_queue, std::move(text)});
    ++snapshot_.counts.mappings;
  };
  notes_.add(by_pages(
      [this, &of_streams = parts_.services.mappings](const std::string& after) {
        return of_streams.list(snapshot_.origin, after, kPage);
      },
      [](const auto* mapping) { return mapping->id.get(); },
      [save](const auto* mapping) {
        save(mapping->id.get(), false, write_stored_mapping(*mapping));
      }));
  notes_.add(by_pages(
      [this, &of_queues = parts_.services.queue_mappings](const std::string& after) {
        return of_queues.list(snapshot_.origin, after, kPage);
      },
      [](const auto* mapping) { return mapping->common.id.get(); },
      [save](const auto* mapping) {
        save(mapping->common.id.get(), true, write_stored_mapping(*mapping));
      }));
}

void Saving::note_buckets() {
  notes_.add(by_pages(
      [this](const std::string& after) {
        return parts_.objects.buckets_of(only(snapshot_.origin), after, kPage);
      },
      [](const s3::Bucket* bucket) { return bucket->name; },
      [this](const s3::Bucket* bucket) {
        if (has_too_many_objects_) return;
        has_too_many_objects_ = !buckets_->add(*bucket);
        ++snapshot_.counts.buckets;
      }));
}

void Saving::note_logs() {
  notes_.add([this] {
    const bool more = logs_->note(kPage);
    snapshot_.counts.log_groups = logs_->noted();
    return more;
  });
}

bool Saving::step() {
  if (is_over() || !has_pieces()) return false;
  try {
    if (is_noted()) {
      copy_some();
    } else {
      note_some(1);
    }
  } catch (const std::exception& error) {
    spdlog::error("saving snapshot {} failed: {}", snapshot_.name, error.what());
    fail();
  }
  return true;
}

bool Saving::has_pieces() const {
  return !notes_.empty() || !settings_.empty() || !queues_.empty() || buckets_ || logs_ ||
         parts_.services.copies.awaits(snapshot_.place);
}

// A table that is about to be copied can't be deleted meanwhile: so they come first.
void Saving::copy_some() {
  Services& services = parts_.services;
  if (services.copies.begin_awaited(snapshot_.place)) return;
  if (!settings_.empty()) return settings_.take().make();
  if (!queues_.empty()) {
    if (!queues_.front()->step()) queues_.pop_front();
    return;
  }
  if (buckets_) {
    buckets_->step();
    if (buckets_->is_saved()) buckets_.reset();
    return;
  }
  bool more = true;
  services.writer.transact([&] { more = logs_->step(); });
  if (!more) logs_.reset();
}

std::optional<Saving::Outcome> Saving::outcome() const {
  if (failed_) return Outcome::failed;
  if (was_reset_) return Outcome::was_reset;
  if (has_too_many_objects_) return Outcome::has_too_many_objects;
  Services& services = parts_.services;
  const core::Scope& place = snapshot_.place;
  if (has_pieces() || services.copies.is_written(place)) return std::nullopt;
  const bool is_whole = services.catalog.count(place) == snapshot_.counts.tables &&
                        !is_being_copied_to(services, place);
  return is_whole ? Outcome::complete : Outcome::was_reset;
}

}  // namespace server::worlds
