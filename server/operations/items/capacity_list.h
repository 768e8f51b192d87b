#pragma once

#include "core/json/writer.h"
#include "server/operations/items/consumed_capacity.h"

#include <optional>
#include <vector>

namespace server::operations {

// ConsumedCapacity of a request that uses several tables: one entry for each, in the order in which
// they first come.
class CapacityList {
 public:
  void add(const core::TableName& table, const ConsumedCapacity& capacity);

  // The array of entries.
  void write(core::json::Writer& writer, CapacityDetail detail,
             std::optional<CapacityKind> transaction_kind = std::nullopt) const;

 private:
  struct Entry {
    core::TableName table;
    ConsumedCapacity capacity;
  };
  std::vector<Entry> entries_;
};

}  // namespace server::operations
