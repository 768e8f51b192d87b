#include "server/operations/items/capacity_list.h"

#include <algorithm>

namespace server::operations {

void CapacityList::add(const core::TableName& table, const ConsumedCapacity& capacity) {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const Entry& entry) { return entry.table == table; });
  if (found != entries_.end()) {
    found->capacity.add(capacity);
  } else {
    entries_.push_back({table, capacity});
  }
}

void CapacityList::write(core::json::Writer& writer, CapacityDetail detail,
                         std::optional<CapacityKind> transaction_kind) const {
  writer.begin_array();
  for (const Entry& entry : entries_) {
    write_consumed_capacity(writer, entry.table, entry.capacity, detail, transaction_kind);
  }
  writer.end_array();
}

}  // namespace server::operations
