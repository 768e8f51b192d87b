#pragma once

#include "core/names.h"
#include "storage/sqlite/connection.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// A resource of the control plane (a function, an event source mapping) as a JSON document of its
// owner's making. They are few, read once at start-up, and written whole.
struct Resource {
  core::Scope scope;
  std::string name;
  std::string document;
};

// The resources of one kind. Writes are made within somebody's transaction.
class ResourceTable {
 public:
  ResourceTable(sqlite::Connection& connection, std::string_view kind);

  std::vector<Resource> load_all();
  // The first of them, in no order that matters; nullopt when there is none.
  std::optional<Resource> first();
  // Those of a scope by name, behind `after`: at most so many.
  std::vector<Resource> list(const core::Scope& scope, std::string_view after, std::size_t most);
  void store(const Resource& resource);
  void erase(const core::Scope& scope, std::string_view name);

 private:
  std::string kind_;
  sqlite::Statement load_all_;
  sqlite::Statement first_;
  sqlite::Statement list_;
  sqlite::Statement store_;
  sqlite::Statement erase_;
};

}  // namespace storage
