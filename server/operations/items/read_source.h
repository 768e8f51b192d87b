#pragma once

#include "server/operations/operation.h"
#include "storage/table.h"

#include <string>
#include <string_view>

namespace server::operations {

// What Query and Scan walk: a table, or one of its indexes.
struct ReadSource {
  storage::Table& table;
  storage::Index* index = nullptr;

  const core::KeySchema& key() const {
    return index ? index->definition.key : table.definition.key;
  }
  bool global() const { return index && index->definition.global; }
  // Whether an entry holds all of its item.
  bool whole() const;
  // Whether an entry holds the item's attribute of this name.
  bool projects(std::string_view attribute) const;
};

// By TableName and IndexName. Throws when there is no such table or index, and for a consistent
// read of a global index.
ReadSource require_source(const Request& request, Services& services);

// The names that make up a position in the source: the table's key and the index's.
std::vector<std::string> position_names(const ReadSource& source);

// The attributes of position_names, of a stored item, which has them all.
core::Item position_of(const ReadSource& source, std::string_view stored);

// The stored key of the entry at a position.
std::string encode_position(const ReadSource& source, const core::Item& position);

}  // namespace server::operations
