#pragma once

#include "core/json/writer.h"
#include "core/table_definition.h"

#include <map>
#include <string>
#include <vector>

namespace server::operations {

// ItemCollectionMetrics of a request that writes several items: by table, each item collection
// once. Only tables with a local secondary index have any.
class CollectionMetrics {
 public:
  // `key` has at least the table's key attributes.
  void add(const core::TableDefinition& table, const core::Item& key);
  bool empty() const { return by_table_.empty(); }
  // The object of arrays.
  void write(core::json::Writer& writer) const;

 private:
  // As JSON text, in the order in which they came.
  std::map<std::string, std::vector<std::string>> by_table_;
};

}  // namespace server::operations
