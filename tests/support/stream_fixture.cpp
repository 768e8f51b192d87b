#include "tests/support/stream_fixture.h"

#include "storage/key_codec.h"
#include "storage/schema.h"

#include <memory>
#include <utility>

namespace tests {

storage::sqlite::Connection StoredState::new_database() {
  auto database = storage::sqlite::Connection::in_memory();
  storage::migrate(database);
  return database;
}

StreamFixture::StreamFixture(StoredState& stored, int shards, std::size_t tail_bytes)
    : state(stored),
      stream_registry(state.connection, catalog, writer, state.clock, shards),
      log(state.connection, last_number(), tail_bytes) {
  writer.set_listener(log);
}

StreamFixture::~StreamFixture() = default;

storage::Table& StreamFixture::add_table(const std::string& name, core::StreamViewType view) {
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

core::StreamArn StreamFixture::stream_arn(const std::string& name) {
  return core::stream_arn(state.scope, core::TableName(name), table(name).definition.stream->label);
}

void StreamFixture::put(const core::Item& item, const std::string& name) {
  queue_put(item, name);
  run_turn();
}

void StreamFixture::queue_put(const core::Item& item, const std::string& name) {
  storage::WriteRequest request;
  request.table = &table(name);
  request.item_key = storage::encode_key(request.table->definition.key, item);
  request.write = core::PutItem{item, {}};
  writer.submit(std::move(request), [](const storage::WriteResult&) {});
}

void StreamFixture::put(const std::string& id, const std::string& value) {
  put({
      {"id", core::AttributeValue(id)   },
      {"v",  core::AttributeValue(value)}
  });
}

void StreamFixture::erase(const std::string& id, bool expired) {
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

void StreamFixture::disable_stream() {
  streams::Stream disabled;
  writer.transact([&] { disabled = stream_registry.store_disabled(stream()); });
  stream_registry.adopt_disabled(std::move(disabled), table());
}

void StreamFixture::run_turn() {
  while (!deferred.empty()) {
    for (const auto& end : std::exchange(deferred, {})) end();
  }
}

core::SequenceNumber StreamFixture::last_number() {
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

}  // namespace tests
