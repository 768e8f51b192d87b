#pragma once

#include "core/names.h"
#include "storage/history_table.h"

#include <cstdint>
#include <string>

namespace storage {

// In the place of a moment: what the table is when it is read. For copies of a single piece.
inline constexpr HistoryPosition kNow = -1;

// A copy of items that is under way: from a table as it was at a moment, or from a backup, into a
// backup or into a new table.
struct CopyJob {
  struct TableEnd {
    core::Scope scope;
    std::string name;  // empty: this end is a backup
  };

  std::int64_t number = 0;  // names it
  TableEnd source_table;
  HistoryPosition moment = 0;  // of the source table's history
  std::int64_t source_backup = 0;
  TableEnd target_table;
  std::int64_t target_backup = 0;
  std::string next_key;     // where the next piece begins
  bool all_copied = false;  // what is left are the target's indexes
};

// As it is stored: one JSON document of our own form.
std::string copy_job_to_json(const CopyJob& job);
CopyJob copy_job_from_json(const std::string& json);

}  // namespace storage
