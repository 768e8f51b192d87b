#include "server/worlds/restoration.h"

#include "lambda-host/functions/function_registry.h"
#include "lambda-host/mappings/event_source_mapping_json.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "lambda-host/mappings/queue_mapping_registry.h"
#include "server/s3/object_store.h"
#include "server/worlds/rewriting.h"
#include "server/worlds/table_copy.h"
#include "storage/catalog.h"
#include "storage/log_copy.h"
#include "storage/writer.h"
#include "streams/stream_registry.h"

#include <memory>
#include <string_view>
#include <utility>

namespace server::worlds {

Restoration::Restoration(storage::sqlite::Connection& connection, const WorldParts& parts,
                         Snapshot snapshot, const core::Scope& to)
    : parts_(parts),
      snapshot_(std::move(snapshot)),
      to_(to),
      counts_(count(parts, snapshot_.place)) {
  plan_tables(connection);
  plan_buckets();
  plan_logs(connection);
  plan_others();
}

bool Restoration::step() {
  if (!steps_.empty() && !steps_.front()()) steps_.pop_front();
  return !steps_.empty();
}

std::string Restoration::rewrite(std::string text) const {
  text = rewritten(std::move(text), snapshot_.origin, to_);
  for (const auto* bucket : parts_.objects.saved_buckets(snapshot_.place)) {
    text =
        renamed(std::move(text), bucket->name, bucket_name_in(to_, bucket->name, snapshot_.origin));
  }
  return text;
}

void Restoration::plan_tables(storage::sqlite::Connection& connection) {
  for (const auto* source : parts_.services.catalog.list(snapshot_.place, "")) {
    const auto restore =
        std::make_shared<TableRestore>(parts_.services, connection, *source, snapshot_.origin, to_);
    steps_.emplace_back([restore] { return restore->step(); });
  }
}

void Restoration::plan_buckets() {
  for (const auto* saved : parts_.objects.saved_buckets(snapshot_.place)) {
    const auto restore = std::make_shared<s3::BucketRestore>(
        parts_.objects, *saved, bucket_name_in(to_, saved->name, snapshot_.origin), to_);
    steps_.emplace_back([restore] { return restore->step(); });
  }
}

void Restoration::plan_logs(storage::sqlite::Connection& connection) {
  auto& logs = parts_.services.logs;
  const auto copy =
      std::make_shared<storage::LogCopy>(connection, logs, snapshot_.place, logs, to_);
  steps_.emplace_back([this, copy] {
    bool more = true;
    parts_.services.writer.transact([&] { more = copy->step(); });
    return more;
  });
}

// Mappings come last: they need what they read and call.
void Restoration::plan_others() {
  for (auto& copy : copies_of_others(parts_, snapshot_.place, to_, [this](std::string text) {
         return rewrite(std::move(text));
       })) {
    steps_.emplace_back([copy = std::move(copy)] {
      copy();
      return false;
    });
  }
  for (const SavedMapping& saved : snapshot_.mappings) {
    steps_.emplace_back([this, &saved] {
      restore(saved);
      return false;
    });
  }
}

void Restoration::restore(const SavedMapping& saved) {
  std::string text = rewrite(saved.text);
  if (!saved.reads_queue) return restore_of_stream(std::move(text));
  auto mapping = lambda_host::read_stored_queue_mapping(to_, std::move(text));
  mapping.common.function.scope = to_;
  parts_.services.queue_mappings.restore(std::move(mapping));
  ++counts_.mappings;
}

// Of a stream that its table had no more when it was saved, there is none to read.
void Restoration::restore_of_stream(std::string text) {
  auto mapping = lambda_host::read_stored_mapping(to_, std::move(text));
  mapping.function.scope = to_;
  const std::string& old = mapping.stream.get();
  const auto begin = old.find(":table/") + std::string_view(":table/").size();
  const auto* table =
      parts_.services.catalog.find(to_, old.substr(begin, old.find('/', begin) - begin));
  const auto* stream = table ? parts_.services.streams.enabled_stream(table->definition) : nullptr;
  if (!stream) return;
  mapping.stream = stream->arn;
  parts_.services.mappings.restore(std::move(mapping));
  ++counts_.mappings;
}

}  // namespace server::worlds
