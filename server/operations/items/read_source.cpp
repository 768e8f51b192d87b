#include "server/operations/items/read_source.h"

#include "core/api_error.h"
#include "core/index_projection.h"
#include "server/operations/tables/table_access.h"
#include "storage/item_codec.h"
#include "storage/key_codec.h"

#include <fmt/format.h>

namespace server::operations {

bool ReadSource::whole() const {
  return !index || index->definition.projection == core::ProjectionType::all;
}

bool ReadSource::projects(std::string_view attribute) const {
  return !index || core::is_projected(table.definition, index->definition, attribute);
}

ReadSource require_source(const Request& request, Services& services) {
  const auto& body = request.body;
  ReadSource source{require_table(services, request.scope, body.find("TableName")->string())};
  const auto name = body.find("IndexName");
  if (!name) return source;
  source.index = source.table.find_index(name->string());
  if (!source.index) {
    core::throw_validation(
        fmt::format("The table does not have the specified index: {}", name->string()));
  }
  if (source.index->filled_to) {
    core::throw_validation(
        fmt::format("Cannot read from backfilling global secondary index: {}", name->string()));
  }
  const auto consistent = body.find("ConsistentRead");
  if (source.global() && consistent && consistent->boolean()) {
    core::throw_validation("Consistent reads are not supported on global secondary indexes");
  }
  return source;
}

std::vector<std::string> position_names(const ReadSource& source) {
  std::vector<std::string> names = key_names(source.table.definition.key);
  if (!source.index) return names;
  for (std::string& name : key_names(source.key())) {
    if (!source.table.definition.key.contains(name)) names.push_back(std::move(name));
  }
  return names;
}

core::Item position_of(const ReadSource& source, std::string_view stored) {
  const std::vector<std::string> names = position_names(source);
  return storage::decode_attributes(stored, {names.begin(), names.end()});
}

std::string encode_position(const ReadSource& source, const core::Item& position) {
  const core::KeySchema& table_key = source.table.definition.key;
  std::string key = storage::encode_key(table_key, position);
  if (!source.index) return key;
  return storage::encode_entry_key(source.index->definition, table_key, position, key);
}

}  // namespace server::operations
