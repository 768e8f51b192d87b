#pragma once

#include "core/scope_filter.h"
#include "server/object_access.h"
#include "server/operations/transfers/import.h"
#include "server/operations/transfers/import_run.h"
#include "server/operations/transfers/transfer_queue.h"
#include "server/services.h"
#include "storage/table.h"

#include <cstddef>

namespace storage::sqlite {
class Connection;
}

namespace server::operations {

// All imports. They stay, as on AWS, when their table has gone. Some run at once and the others
// wait; one that ran when the program ended goes on. Its table is CREATING, and nobody sees its
// items, until it has ended.
//
// Engine thread. Everything it is given must outlive it, and it the runs.
class Imports {
 public:
  // How many may be unfinished (developer guide, "Quotas").
  static constexpr std::size_t kMaxUnfinished = 50;

  Imports(storage::sqlite::Connection& connection, ObjectAccess& objects, Services& services);

  // After a restart, once the services are whole.
  void resume();

  const TransferList<Import>& all() const { return queue_.all(); }
  // Stores the import and begins to read it into a new table. There is none when its bucket can't
  // be read: the import fails.
  const Import& begin(Import asked, core::TableDefinition definition);
  // Those of these scopes are gone, also what runs: at most so many. It answers how many. Their
  // tables may go then.
  std::size_t forget(const core::ScopeFilter& scopes, std::size_t most) {
    return queue_.forget(scopes, most);
  }
  // Tries once more to store the ends that a full disk didn't take: for a chore.
  void store_ends() { queue_.store_ends(); }

 private:
  void await_turn(const Import& asked, storage::Table& table);
  TransferFailure refusal_of(const Import& asked) const;
  void fail(Import asked, TransferFailure failure);

  ObjectAccess& objects_;
  Services& services_;
  TransferQueue<Import, ImportRun> queue_;
};

}  // namespace server::operations
