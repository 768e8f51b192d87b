#pragma once

#include "core/names.h"
#include "core/table_definition.h"
#include "server/services.h"
#include "server/worlds/rewriting.h"
#include "storage/row_copy.h"

#include <cstddef>
#include <optional>

namespace server::worlds {

// Saves a table, as it is at this moment, in another scope, where it is awaited (storage::Copies).
// In a transaction, behind which what was written by now counts.
void await_copy(Services& services, storage::Table& table, const core::Scope& to);

// Whether items of some table of the scope are still being copied.
bool is_being_copied_to(Services& services, const core::Scope& scope);

// One saved table, made anew with a fresh stream in another scope, piece by piece. What is saved
// doesn't change, and nobody sees the table before it is complete.
class TableRestore {
 public:
  // `rewriting` knows the label of its stream. The references must outlive it.
  TableRestore(Services& services, storage::sqlite::Connection& connection,
               const storage::Table& source, const Rewriting& rewriting, const core::Scope& to)
      : services_(services),
        connection_(connection),
        source_(source),
        rewriting_(rewriting),
        to_(to) {}

  // Does a piece; false when it was the last one. The first one makes the table: there must be none
  // of its name.
  bool step();
  bool is_made() const { return table_ != nullptr; }

 private:
  bool make();
  core::TableDefinition definition() const;
  void complete();

  Services& services_;
  storage::sqlite::Connection& connection_;
  const storage::Table& source_;
  const Rewriting& rewriting_;
  const core::Scope& to_;
  storage::Table* table_ = nullptr;
  std::optional<storage::RowCopy> rows_;
};

}  // namespace server::worlds
