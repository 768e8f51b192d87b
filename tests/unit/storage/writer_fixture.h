#pragma once

#include "core/expressions/parser.h"
#include "storage/item_codec.h"
#include "storage/key_codec.h"
#include "storage/schema.h"
#include "storage/writer.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tests {

using core::AttributeValue;
using storage::WriteRequest;
using storage::WriteResult;

inline storage::sqlite::Connection new_database() {
  auto connection = storage::sqlite::Connection::in_memory();
  storage::migrate(connection);
  return connection;
}

// A table "T" of (pk S) with one global index on (g S), whose records go to shard 1.
struct Store : storage::CommitListener {
  core::ManualClock clock;
  storage::sqlite::Connection connection = new_database();
  storage::Catalog catalog{connection};
  std::vector<std::function<void()>> deferred;
  storage::Writer writer{connection, catalog, clock,
                         [this](auto call) { deferred.push_back(std::move(call)); }};
  std::vector<storage::ChangeRecord> records;
  storage::Table* table = nullptr;

  explicit Store(core::StreamViewType view = core::StreamViewType::new_and_old_images) {
    core::TableDefinition definition;
    definition.name = core::TableName("T");
    definition.key.partition = {
        {"pk", core::ScalarType::s}
    };
    core::IndexDefinition index;
    index.name = core::IndexName("G");
    index.key.partition = {
        {"g", core::ScalarType::s}
    };
    definition.indexes = {index};
    std::unique_ptr<storage::Table> created;
    writer.transact([&] { created = catalog.store_new(definition); });
    table = &catalog.adopt(std::move(created));
    table->stream = storage::OpenStream{view, {{0, 1}}};
    writer.set_listener(*this);
  }

  void committed(std::vector<storage::ChangeRecord> changes) override {
    for (auto& change : changes) records.push_back(std::move(change));
  }

  void look_again() {
    for (auto& call : std::exchange(deferred, {})) call();
  }
  void run_turn() {
    while (!deferred.empty()) look_again();
  }

  WriteRequest put(const core::Item& item) {
    WriteRequest request;
    request.table = table;
    request.item_key = storage::encode_key(table->definition.key, item);
    request.write = core::PutItem{item, {}};
    return request;
  }

  WriteRequest erase(const std::string& pk) {
    WriteRequest request;
    request.table = table;
    request.key = {
        {"pk", AttributeValue(pk)}
    };
    request.item_key = storage::encode_key(table->definition.key, request.key);
    request.write = core::DeleteItem{};
    return request;
  }

  WriteResult run(WriteRequest request) {
    WriteResult result;
    writer.submit(std::move(request), [&](WriteResult done) { result = std::move(done); });
    run_turn();
    return result;
  }

  std::optional<core::Item> find(const std::string& pk) {
    const core::Item key{
        {"pk", AttributeValue(pk)}
    };
    const auto row = table->items.find(storage::encode_key(table->definition.key, key));
    if (!row) return std::nullopt;
    return storage::decode_item(row->item);
  }

  int index_entries() {
    int count = 0;
    table->indexes[0].entries.scan({}, storage::Direction::forward, [&](auto, auto) {
      ++count;
      return true;
    });
    return count;
  }
};

inline core::Item item(const std::string& pk, const std::string& text) {
  return {
      {"pk",   AttributeValue(pk)  },
      {"text", AttributeValue(text)}
  };
}

inline core::expressions::Condition not_exists() {
  core::expressions::Placeholders none;
  return core::expressions::parse_condition("attribute_not_exists(pk)", "ConditionExpression",
                                            none);
}

}  // namespace tests
