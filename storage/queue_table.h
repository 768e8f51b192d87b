#pragma once

#include "core/names.h"
#include "storage/sqlite/connection.h"
#include "storage/text_map_json.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace storage {

// A queue of SQS. Times are milliseconds since the epoch.
struct Queue {
  std::int64_t id = 0;  // never again another queue's
  // Where its messages are (message_table.h): a purge gives it a new, empty one.
  std::int64_t bucket = 0;
  core::Scope scope;
  core::QueueName name;
  std::int64_t created_at = 0;
  std::int64_t modified_at = 0;
  TextMap attributes;  // as they were set, by their names in the API
  TextMap tags;
};

// The queues of all scopes: few, read once at start-up, and written whole. Writes are made within
// somebody's transaction.
class QueueTable {
 public:
  explicit QueueTable(sqlite::Connection& connection);

  std::vector<Queue> load_all();
  // Those of a scope by name, behind `after`: at most so many.
  std::vector<Queue> list(const core::Scope& scope, std::string_view after, std::size_t most);
  // There must be none of its scope and name. Answers its id; the given one is ignored.
  std::int64_t create(const Queue& queue);
  // By its id: the bucket, the time of the change, attributes and tags.
  void update(const Queue& queue);
  void erase(std::int64_t queue);

 private:
  sqlite::Connection& connection_;
  sqlite::Statement load_all_;
  sqlite::Statement list_;
  sqlite::Statement create_;
  sqlite::Statement update_;
  sqlite::Statement erase_;
};

}  // namespace storage
