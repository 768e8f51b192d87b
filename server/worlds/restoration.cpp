#include "server/worlds/restoration.h"

#include "lambda-host/functions/function_registry.h"
#include "lambda-host/mappings/event_source_mapping_json.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "lambda-host/mappings/queue_mapping_registry.h"
#include "server/operations/queues/queues.h"
#include "server/s3/object_store.h"
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
  QueueUrls urls{snapshot.origin.account, snapshot.ports, {}, parts.endpoint_url()};
  for (const auto* queue : parts.services.queues.registry.list(snapshot.place, "", "")) {
    urls.queues.insert(queue->stored.name.get());
  }
  return urls;
}

}  // namespace

Restoration::Restoration(storage::sqlite::Connection& connection, const WorldParts& parts,
                         Snapshot snapshot, const core::Scope& to)
    : parts_(parts),
      snapshot_(std::move(snapshot)),
      to_(to),
      counts_(count(parts, snapshot_.place)),
      rewriting_(snapshot_.origin, to_, queue_urls(parts, snapshot_)) {
  learn_names();
  plan_tables(connection);
  // To plan very many takes its time, too.
  const auto plan = [this](std::function<void()> kind) {
    add([kind = std::move(kind)] {
      kind();
      return false;
    });
  };
  plan([this] { plan_buckets(); });
  plan([this, &connection] { plan_logs(connection); });
  plan([this] { plan_queues(); });
  plan([this] { plan_others(); });
}

bool Restoration::step() {
  if (!steps_.empty() && !steps_.front()()) steps_.pop_front();
  return !steps_.empty();
}

// What stays because a disk is full is there to be seen, and to be reset.
void Restoration::undo() {
  steps_.clear();
  for (auto made = made_.rbegin(); made != made_.rend(); ++made) {
    add([this, thing = *made] {
      try {
        remove(parts_, to_, thing);
      } catch (const std::exception& error) {
        spdlog::error("{} of snapshot {} stays: {}", thing.name, snapshot_.name, error.what());
      }
      return false;
    });
  }
}

void Restoration::claim(Thing thing) {
  check_absent(parts_, to_, thing);
  made_.push_back(std::move(thing));
}

// Texts of one thing may name another that isn't made yet.
void Restoration::learn_names() {
  for (const auto* table : parts_.services.catalog.list(snapshot_.place, "")) {
    const core::TableDefinition& definition = table->definition;
    if (!definition.stream) continue;
    rewriting_.rename_stream(definition.name, definition.stream->label,
                             parts_.services.streams.new_label(to_, definition.name));
  }
  for (const auto* bucket : parts_.objects.saved_buckets(snapshot_.place)) {
    rewriting_.rename_bucket(bucket->name);
  }
}

void Restoration::plan_tables(storage::sqlite::Connection& connection) {
  for (const auto* source : parts_.services.catalog.list(snapshot_.place, "")) {
    const auto restore =
        std::make_shared<TableRestore>(parts_.services, connection, *source, rewriting_, to_);
    add([this, restore, name = source->definition.name.get()] {
      if (!restore->is_made()) claim({ThingKind::table, name});
      return restore->step();
    });
  }
}

// A bucket is there with its last piece, which looks whether its name is free.
void Restoration::plan_buckets() {
  for (const auto* saved : parts_.objects.saved_buckets(snapshot_.place)) {
    const std::string name = bucket_name_in(to_, saved->name, snapshot_.origin);
    const auto restore = std::make_shared<s3::BucketRestore>(parts_.objects, *saved, name, to_);
    add([this, restore, name] {
      const bool more = restore->step();
      if (!more) made_.push_back({ThingKind::bucket, name});
      return more;
    });
  }
}

void Restoration::plan_logs(storage::sqlite::Connection& connection) {
  auto& logs = parts_.services.logs;
  const auto copy = std::make_shared<storage::LogCopy>(connection, logs, snapshot_.place, logs, to_,
                                                       std::cref(rewriting_));
  add([this, copy] {
    if (const auto group = copy->next_group()) claim({ThingKind::log_group, *group});
    bool more = true;
    parts_.services.writer.transact([&] { more = copy->step(); });
    return more;
  });
}

// A queue is there with its last piece.
void Restoration::plan_queues() {
  for (const auto* queue : parts_.services.queues.registry.list(snapshot_.place, "", "")) {
    const Thing thing{ThingKind::queue, queue->stored.name.get()};
    add([this, queue, thing, copy = std::shared_ptr<operations::QueueCopy>()]() mutable {
      check_absent(parts_, to_, thing);
      if (!copy) {
        parts_.services.writer.transact(
            [&] { copy = copy_queue(parts_, *queue, to_, std::cref(rewriting_)); });
      }
      const bool more = copy->step();
      if (!more) made_.push_back(thing);
      return more;
    });
  }
}

// Mappings come last: they need what they read and call.
void Restoration::plan_others() {
  for (auto& step : copies_of_settings(parts_, snapshot_.place, to_, std::cref(rewriting_))) {
    add([this, step = std::move(step)] {
      if (step.thing) claim(*step.thing);
      step.copy();
      return false;
    });
  }
  for (const SavedMapping& saved : snapshot_.mappings) {
    add([this, &saved] {
      restore(saved);
      return false;
    });
  }
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
