#pragma once

#include "core/scope_filter.h"
#include "server/object_access.h"
#include "server/operations/transfers/export.h"
#include "server/operations/transfers/transfer_list.h"
#include "server/services.h"
#include "storage/resource_table.h"
#include "storage/table.h"

#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace storage::sqlite {
class Connection;
}

namespace server::operations {

class ExportRun;

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

  const TransferList<Export>& all() const { return exports_; }
  // Stores the export and begins to write it. The table's history must reach back to its moments.
  const Export& begin(Export asked, storage::Table& table);
  // Those of these scopes are gone, also what runs: at most so many. It answers how many. Their
  // tables may go then, and so may the pins on their pasts.
  std::size_t forget(const core::ScopeFilter& scopes, std::size_t most);
  // Tries once more to store the ends that a full disk didn't take: for a chore.
  void store_ends();

 private:
  struct Ended {
    Export state;
    storage::Table* table;
  };
  struct Waiting {
    std::string arn;
    storage::Table* table;  // it can't be deleted before
  };

  void await_turn(const Export& asked, storage::Table& table);
  void run_next();
  void run(const Waiting& next);
  void finish(Ended ended);
  void store(const Export& changed);
  void forget_obsolete();

  storage::sqlite::Connection& connection_;
  ObjectAccess& objects_;
  Services& services_;
  storage::ResourceTable documents_;
  TransferList<Export> exports_;
  std::deque<Waiting> waiting_;
  std::map<std::string, std::shared_ptr<ExportRun>> running_;  // by ARN
  std::vector<Ended> unstored_;
};

}  // namespace server::operations
