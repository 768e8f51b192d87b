#pragma once

#include "core/clock.h"
#include "storage/catalog.h"
#include "storage/key_codec.h"
#include "storage/schema.h"
#include "storage/writer.h"
#include "streams/log_stream_source.h"
#include "streams/shard_log.h"
#include "streams/stream_registry.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

// Storage and streams on a database in memory and a clock that stands still, for tests of what lies
// upon them. A turn of the event loop ends when run_turn() is called; put() and erase() do so.
namespace tests {

// The part that a restart doesn't take away.
struct StoredState {
  static storage::sqlite::Connection new_database() {
    auto database = storage::sqlite::Connection::in_memory();
    storage::migrate(database);
    return database;
  }

  core::ManualClock clock;
  core::Scope scope{core::AccountId("000000000000"), core::Region("us-east-1")};
  storage::sqlite::Connection connection = new_database();
};

struct StreamFixture {
  explicit StreamFixture(StoredState& stored, int shards = 1,
                         std::size_t tail_bytes = streams::ShardLog::kDefaultTailBytes)
      : state(stored),
        stream_registry(state.connection, catalog, writer, state.clock, shards),
        log(state.connection, last_number(), tail_bytes) {
    writer.set_listener(log);
  }

  // A table with a partition key "id" of type S and a stream.
  storage::Table& add_table(const std::string& name = "T",
                            core::StreamViewType view = core::StreamViewType::new_and_old_images) {
    core::TableDefinition definition;
    definition.scope = state.scope;
    definition.name = core::TableName(name);
    definition.key.partition = {
        {"id", core::ScalarType::s}
    };
    definition.stream =
        core::StreamSettings{true, view, stream_registry.new_label(state.scope, definition.name)};
    std::unique_ptr<storage::Table> created;
    streams::Stream stream;
    writer.transact([&] {
      created = catalog.store_new(definition);
      stream = stream_registry.store_new(definition, view, definition.stream->label);
    });
    storage::Table& table = catalog.adopt(std::move(created));
    stream_registry.adopt(std::move(stream), table);
    return table;
  }

  storage::Table& table(const std::string& name = "T") { return *catalog.find(state.scope, name); }
  core::StreamArn stream_arn(const std::string& name = "T") {
    return core::stream_arn(state.scope, core::TableName(name),
                            table(name).definition.stream->label);
  }
  const streams::Stream& stream(const std::string& name = "T") {
    return *stream_registry.find(stream_arn(name).get());
  }

  void put(const core::Item& item, const std::string& name = "T") {
    queue_put(item, name);
    run_turn();
  }
  // Without ending the turn.
  void queue_put(const core::Item& item, const std::string& name = "T") {
    storage::WriteRequest request;
    request.table = &table(name);
    request.item_key = storage::encode_key(request.table->definition.key, item);
    request.write = core::PutItem{item, {}};
    writer.submit(std::move(request), [](const storage::WriteResult&) {});
  }
  void put(const std::string& id, const std::string& value = "v") {
    put({
        {"id", core::AttributeValue(id)   },
        {"v",  core::AttributeValue(value)}
    });
  }
  void erase(const std::string& id, bool expired = false) {
    storage::WriteRequest request;
    request.table = &table();
    request.key = {
        {"id", core::AttributeValue(id)}
    };
    request.item_key = storage::encode_key(request.table->definition.key, request.key);
    request.write = core::DeleteItem{};
    request.expired = expired;
    writer.submit(std::move(request), [](const storage::WriteResult&) {});
    run_turn();
  }

  void disable_stream() {
    streams::Stream disabled;
    writer.transact([&] { disabled = stream_registry.store_disabled(stream()); });
    stream_registry.adopt_disabled(std::move(disabled), table());
  }

  // Ends the turn of the event loop: commits what is queued, until nothing is.
  void run_turn() {
    while (!deferred.empty()) {
      for (const auto& end : std::exchange(deferred, {})) end();
    }
  }

  StoredState& state;
  storage::Catalog catalog{state.connection};
  std::vector<std::function<void()>> deferred;
  storage::Writer writer{state.connection, catalog, state.clock,
                         [this](std::function<void()> end) { deferred.push_back(std::move(end)); }};
  streams::StreamRegistry stream_registry;
  streams::ShardLog log;
  streams::LogStreamSource source{log, stream_registry, writer};

 private:
  // As the program does at its start: no number is given out twice.
  core::SequenceNumber last_number() {
    storage::ChangeTable changes(state.connection);
    catalog.for_each([&](const storage::Table& each) {
      const auto* found = stream_registry.enabled_stream(each.definition);
      if (!found) return;
      for (const auto& shard : found->shards) {
        if (const auto last = changes.last_sequence(shard.number)) {
          writer.reserve_sequences(core::SequenceNumber(last->get() + 1));
        }
      }
    });
    return writer.next_sequence();
  }
};

}  // namespace tests
