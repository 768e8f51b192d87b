#include "server/worlds/restoration.h"

#include "lambda-host/functions/function_registry.h"
#include "lambda-host/mappings/event_source_mapping_json.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "lambda-host/mappings/queue_mapping_registry.h"
#include "server/operations/queues/queues.h"
#include "server/s3/object_store.h"
#include "server/worlds/pages.h"
#include "server/worlds/snapshots.h"
#include "server/worlds/table_copy.h"
#include "storage/catalog.h"
#include "storage/log_copy.h"
#include "storage/writer.h"
#include "streams/stream_registry.h"

#include <spdlog/spdlog.h>

#include <exception>
#include <functional>
#include <memory>
#include <utility>

namespace server::worlds {

namespace {

QueueUrls queue_urls(const WorldParts& parts, const Snapshot& snapshot) {
  const auto is_saved = [&registry = parts.services.queues.registry,
                         place = snapshot.place](std::string_view name) {
    return registry.find(place, name) != nullptr;
  };
  return {snapshot.origin.account, snapshot.ports, is_saved, parts.endpoint_url()};
}

}  // namespace

Restoration::Restoration(storage::sqlite::Connection& connection, const WorldParts& parts,
                         Snapshots& snapshots, Snapshot snapshot, const core::Scope& to)
    : parts_(parts),
      snapshots_(snapshots),
      snapshot_(std::move(snapshot)),
      to_(to),
      counts_(snapshot_.counts),
      rewriting_(snapshot_.origin, to_, queue_urls(parts, snapshot_)),
      settings_(parts, snapshot_.place, to_, std::cref(rewriting_)) {
  counts_.mappings = 0;  // some may have nothing to read
  learn_names();
  plan_tables(connection);
  plan_buckets();
  plan_logs(connection);
  plan_queues();
  plan_settings();
  plan_mappings();
  plans_.take(kPagesAtOnce);
}

bool Restoration::step() {
  return take(plans_, steps_);
}

// What stays because a disk is full is there to be seen, and to be reset.
void Restoration::undo() {
  plans_.clear();
  steps_.clear();
  steps_.add([this] {
    if (made_.empty()) return false;
    const Thing thing = std::move(made_.back());
    made_.pop_back();
    try {
      remove(parts_, to_, thing);
    } catch (const std::exception& error) {
      spdlog::error("{} of snapshot {} stays: {}", thing.name, snapshot_.name, error.what());
    }
    return true;
  });
}

void Restoration::claim(Thing thing) {
  check_absent(parts_, to_, thing);
  made_.push_back(std::move(thing));
}

// Texts of one thing may name another that isn't made yet.
void Restoration::learn_names() {
  plans_.add(pages_of_tables(
      parts_.services.catalog, snapshot_.place, [this](const storage::Table* table) {
        const core::TableDefinition& definition = table->definition;
        if (!definition.stream) return;
        rewriting_.rename_stream(definition.name, definition.stream->label,
                                 parts_.services.streams.new_label(to_, definition.name));
      }));
  plans_.add(pages_of_saved_buckets(
      parts_.objects, snapshot_.place,
      [this](const s3::Bucket* bucket) { rewriting_.rename_bucket(bucket->name); }));
}

void Restoration::plan_tables(storage::sqlite::Connection& connection) {
  plans_.add(pages_of_tables(
      parts_.services.catalog, snapshot_.place, [this, &connection](const storage::Table* source) {
        const auto restore =
            std::make_shared<TableRestore>(parts_.services, connection, *source, rewriting_, to_);
        steps_.add([this, restore, name = source->definition.name.get()] {
          if (!restore->is_made()) claim({ThingKind::table, name});
          return restore->step();
        });
      }));
}

// A bucket is there with its last piece, which looks whether its name is free.
void Restoration::plan_buckets() {
  plans_.add(
      pages_of_saved_buckets(parts_.objects, snapshot_.place, [this](const s3::Bucket* saved) {
        const std::string name = bucket_name_in(to_, saved->name, snapshot_.origin);
        const auto restore = std::make_shared<s3::BucketRestore>(parts_.objects, *saved, name, to_);
        steps_.add([this, restore, name] {
          const bool more = restore->step();
          if (!more) made_.push_back({ThingKind::bucket, name});
          return more;
        });
      }));
}

void Restoration::plan_logs(storage::sqlite::Connection& connection) {
  auto& logs = parts_.services.logs;
  const auto copy = std::make_shared<storage::LogCopy>(connection, logs, snapshot_.place, logs, to_,
                                                       std::cref(rewriting_));
  plans_.add([copy] { return copy->note(kPage); });
  plans_.add([this, copy] {
    steps_.add([this, copy] {
      if (const auto group = copy->next_group()) claim({ThingKind::log_group, *group});
      bool more = true;
      parts_.services.writer.transact([&] { more = copy->step(); });
      return more;
    });
    return false;
  });
}

// A queue is there with its last piece.
void Restoration::plan_queues() {
  plans_.add(pages_of_queues(
      parts_.services.queues.registry, snapshot_.place, [this](const operations::Queue* queue) {
        const Thing thing{ThingKind::queue, queue->stored.name.get()};
        steps_.add([this, queue, thing, copy = std::shared_ptr<operations::QueueCopy>()]() mutable {
          check_absent(parts_, to_, thing);
          if (!copy) {
            parts_.services.writer.transact(
                [&] { copy = copy_queue(parts_, *queue, to_, std::cref(rewriting_)); });
          }
          const bool more = copy->step();
          if (!more) made_.push_back(thing);
          return more;
        });
      }));
}

void Restoration::plan_settings() {
  plans_.add([this] { return settings_.plan_some(); });
  plans_.add([this] {
    steps_.add([this] {
      if (settings_.empty()) return false;
      const SettingsCopies::Copy copy = settings_.take();
      if (copy.thing) claim(*copy.thing);
      copy.make();
      return true;
    });
    return false;
  });
}

// They come last: they need what they read and call.
void Restoration::plan_mappings() {
  plans_.add(
      by_pages([this](const std::string& after) { return snapshots_.mappings(snapshot_, after); },
               [](const SavedMapping& saved) { return saved.id; },
               [this](const SavedMapping& saved) {
                 steps_.add([this, saved] {
                   restore(saved);
                   return false;
                 });
               }));
}

void Restoration::restore(const SavedMapping& saved) {
  std::string text = rewriting_(saved.text);
  if (!saved.reads_queue) return restore_of_stream(std::move(text));
  auto mapping = lambda_host::read_stored_queue_mapping(to_, std::move(text));
  mapping.common.function.scope = to_;
  const auto id = parts_.services.queue_mappings.restore(std::move(mapping));
  made_.push_back({ThingKind::mapping, id.get()});
  ++counts_.mappings;
}

// Of a stream that its table had no more when it was saved, there is none to read: its label isn't
// one that was made anew.
void Restoration::restore_of_stream(std::string text) {
  auto mapping = lambda_host::read_stored_mapping(to_, std::move(text));
  mapping.function.scope = to_;
  const auto* stream = parts_.services.streams.find(mapping.stream.get());
  if (!stream || stream->row.scope != to_ || !stream->enabled()) return;
  const auto id = parts_.services.mappings.restore(std::move(mapping));
  made_.push_back({ThingKind::mapping, id.get()});
  ++counts_.mappings;
}

}  // namespace server::worlds
