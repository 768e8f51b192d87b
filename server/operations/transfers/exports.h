#pragma once

#include "core/scope_filter.h"
#include "server/object_access.h"
#include "server/operations/transfers/export.h"
#include "server/operations/transfers/export_run.h"
#include "server/operations/transfers/transfer_queue.h"
#include "server/services.h"
#include "storage/table.h"

#include <cstddef>

namespace storage::sqlite {
class Connection;
}

namespace server::operations {

// All exports. They stay, as on AWS, when their table has gone. Some run at once and the others
// wait; one that ran when the program ended begins anew, with the same result.
//
// Engine thread. Everything it is given must outlive it, and it the runs.
class Exports {
 public:
  // How many may be unfinished (developer guide, "Quotas").
  static constexpr std::size_t kMaxUnfinished = 300;

  Exports(storage::sqlite::Connection& connection, ObjectAccess& objects, Services& services);

  // After a restart, once the services are whole.
  void resume();

  const TransferList<Export>& all() const { return queue_.all(); }
  // Stores the export and begins to write it. The table's history must reach back to its moments.
  const Export& begin(Export asked, storage::Table& table);
  // Those of these scopes are gone, also what runs: at most so many. It answers how many. Their
  // tables may go then, and so may the pins on their pasts.
  std::size_t forget(const core::ScopeFilter& scopes, std::size_t most) {
    return queue_.forget(scopes, most);
  }
  // Tries once more to store the ends that a full disk didn't take: for a chore.
  void store_ends() { queue_.store_ends(); }

 private:
  void await_turn(const Export& asked, storage::Table& table);

  storage::sqlite::Connection& connection_;
  Services& services_;
  TransferQueue<Export, ExportRun> queue_;
};

}  // namespace server::operations
