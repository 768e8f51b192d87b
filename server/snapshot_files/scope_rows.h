#pragma once

#include "core/names.h"
#include "server/worlds/snapshot.h"
#include "server/worlds/steps.h"
#include "storage/catalog.h"
#include "storage/log_copy.h"
#include "storage/log_table.h"
#include "storage/message_table.h"
#include "storage/queue_table.h"
#include "storage/sqlite/connection.h"

#include <cstddef>
#include <string>
#include <vector>

namespace server::snapshot_files {

// Copies the rows of a snapshot into a database of its own, piece by piece: its tables, queues,
// objects' rows, logs and documents. They get numbers from 1 on and the first place of the name, so
// that the same snapshot makes the same rows. The snapshot must stay as it is meanwhile. Engine
// thread.
class ScopeRows {
 public:
  // Plans as much as a turn may. `to` must be new. The references must outlive it.
  ScopeRows(storage::sqlite::Connection& from, storage::Catalog& tables, storage::LogTable& logs,
            const worlds::Snapshot& snapshot, const std::vector<std::string>& bucket_places,
            storage::sqlite::Connection& to);
  ScopeRows(const ScopeRows&) = delete;
  ScopeRows& operator=(const ScopeRows&) = delete;

  // A piece; false when it was the last one.
  bool step();

 private:
  void plan_tables(storage::Catalog& tables);
  void plan(const storage::Table& source);
  void plan_queues();
  void plan(const storage::Queue& queue);
  bool copy_items(const storage::Table& source, storage::Table& copy, std::int64_t& last_row);
  bool copy_entries(const storage::Table& source, std::size_t index, storage::Table& copy,
                    std::string& last_key);
  bool copy_messages(std::int64_t from, std::int64_t to, std::int64_t& last_id);
  void plan_objects(const std::vector<std::string>& places);
  bool copy_objects(const std::string& place, std::int64_t& last_id);
  struct Document {
    std::string kind;  // empty: none was copied yet
    std::string name;
  };
  bool copy_documents(Document& last);
  bool copy_documents_of_kind(Document& last);

  storage::sqlite::Connection& from_;
  storage::sqlite::Connection& to_;
  worlds::Snapshot snapshot_;
  core::Scope as_;
  storage::Catalog tables_;
  storage::QueueTable queues_;
  storage::MessageTable messages_;
  storage::LogTable logs_;
  storage::LogCopy log_copy_;
  worlds::Steps plans_;  // which add steps
  worlds::Steps steps_;
};

}  // namespace server::snapshot_files
