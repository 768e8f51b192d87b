#pragma once

#include "core/names.h"
#include "storage/resource_table.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace server::worlds {

// A mapping as it is stored.
struct SavedMapping {
  std::string id;  // of the one that was saved
  bool reads_queue = false;
  std::string text;
};

// The mappings of snapshots, by their places: mere text, since they must not run. Writes are made
// within somebody's transaction.
class SavedMappings {
 public:
  explicit SavedMappings(storage::sqlite::Connection& connection);

  void store(const core::Scope& place, const SavedMapping& mapping);
  // In the order of their ids, those behind `after`: at most so many.
  std::vector<SavedMapping> list(const core::Scope& place, std::string_view after,
                                 std::size_t most);
  // At most so many; answers how many.
  std::size_t erase(const core::Scope& place, std::size_t most);

 private:
  storage::ResourceTable table_;
};

}  // namespace server::worlds
