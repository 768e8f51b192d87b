#pragma once

#include "core/clock.h"
#include "core/names.h"
#include "core/scope_filter.h"
#include "core/sequence_number.h"
#include "storage/change_record.h"
#include "storage/sqlite/connection.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Records that an event source mapping gave up.
struct DiscardRow {
  std::int64_t id = 0;  // grows; none comes twice
  core::MappingId mapping;
  core::Scope scope;
  ShardNumber shard = 0;
  core::WallTime discarded_at;                  // in whole milliseconds
  std::vector<core::SequenceNumber> sequences;  // growing
  std::string document;                         // JSON: what a failure destination is told
};

// One of a list, which has less of it: it may have ten thousand sequence numbers.
struct ListedDiscard {
  std::int64_t id = 0;
  core::MappingId mapping;
  core::Scope scope;
  core::WallTime discarded_at;
  std::size_t records = 0;
  std::string document;
};

// The newest discards of all mappings. Writes are made within somebody's transaction.
class DiscardTable {
 public:
  static constexpr std::int64_t kMaxRows = 1000;  // older ones go

  explicit DiscardTable(sqlite::Connection& connection);

  // The row's id is ignored.
  void insert(const DiscardRow& row);
  void erase(std::int64_t id);
  void erase(const core::ScopeFilter& scopes);
  std::optional<DiscardRow> find(std::int64_t id);
  bool has_any(const core::ScopeFilter& scopes);
  // Of these scopes and of that mapping, if one is named, by their ids: those behind `after`, at
  // most so many.
  std::vector<ListedDiscard> list(const core::ScopeFilter& scopes,
                                  std::optional<std::string_view> mapping, std::int64_t after,
                                  std::size_t most);

 private:
  sqlite::Statement insert_;
  sqlite::Statement trim_;
  sqlite::Statement erase_;
  sqlite::Statement erase_all_;
  sqlite::Statement find_;
  sqlite::Statement any_;
  sqlite::Statement list_;
};

}  // namespace storage
