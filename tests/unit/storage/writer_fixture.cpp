#include "tests/unit/storage/writer_fixture.h"

#include "core/expressions/parser.h"
#include "storage/item_codec.h"
#include "storage/key_codec.h"
#include "storage/schema.h"

#include <memory>
#include <utility>

namespace tests {

storage::sqlite::Connection new_database() {
  auto connection = storage::sqlite::Connection::in_memory();
  storage::migrate(connection);
  return connection;
}

Store::Store(core::StreamViewType view) {
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

Store::~Store() = default;

WriteRequest Store::put(const core::Item& item) {
  WriteRequest request;
  request.table = table;
  request.item_key = storage::encode_key(table->definition.key, item);
  request.write = core::PutItem{item, {}};
  return request;
}

WriteRequest Store::erase(const std::string& pk) {
  WriteRequest request;
  request.table = table;
  request.key = {
      {"pk", AttributeValue(pk)}
  };
  request.item_key = storage::encode_key(table->definition.key, request.key);
  request.write = core::DeleteItem{};
  return request;
}

WriteResult Store::run(WriteRequest request) {
  WriteResult result;
  writer.submit(std::move(request), [&](WriteResult done) { result = std::move(done); });
  run_turn();
  return result;
}

std::optional<core::Item> Store::find(const std::string& pk) {
  const core::Item key{
      {"pk", AttributeValue(pk)}
  };
  const auto row = table->items.find(storage::encode_key(table->definition.key, key));
  if (!row) return std::nullopt;
  return storage::decode_item(row->item);
}

int Store::index_entries() {
  int count = 0;
  table->indexes[0].entries.scan({}, storage::Direction::forward, [&](auto, auto) {
    ++count;
    return true;
  });
  return count;
}

core::Item item(const std::string& pk, const std::string& text) {
  return {
      {"pk",   AttributeValue(pk)  },
      {"text", AttributeValue(text)}
  };
}

core::expressions::Condition not_exists() {
  core::expressions::Placeholders none;
  return core::expressions::parse_condition("attribute_not_exists(pk)", "ConditionExpression",
                                            none);
}

}  // namespace tests
