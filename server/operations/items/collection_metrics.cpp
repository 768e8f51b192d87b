#include "server/operations/items/collection_metrics.h"

#include "server/operations/items/write_parameters.h"

#include <algorithm>

namespace server::operations {

void CollectionMetrics::add(const core::TableDefinition& table, const core::Item& key) {
  if (!has_local_index(table)) return;
  core::json::Writer writer;
  write_item_collection_metrics(writer, table, key);
  std::string metrics = writer.take();
  auto& collections = by_table_[table.name.get()];
  if (std::find(collections.begin(), collections.end(), metrics) == collections.end()) {
    collections.push_back(std::move(metrics));
  }
}

void CollectionMetrics::write(core::json::Writer& writer) const {
  writer.begin_object();
  for (const auto& [table, collections] : by_table_) {
    writer.key(table).begin_array();
    for (const std::string& metrics : collections) writer.raw(metrics);
    writer.end_array();
  }
  writer.end_object();
}

}  // namespace server::operations
