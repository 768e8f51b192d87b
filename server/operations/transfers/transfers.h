#pragma once

#include "server/operations/transfers/exports.h"
#include "server/operations/transfers/imports.h"

namespace server::operations {

// What operations on exports and imports find in the services. Engine thread.
struct Transfers {
  Transfers(storage::sqlite::Connection& connection, ObjectAccess& objects, Services& services)
      : exports(connection, objects, services), imports(connection, objects, services) {
    services.transfers = this;
  }

  // After a restart, once the services are whole.
  void resume() {
    exports.resume();
    imports.resume();
  }

  // Nothing is left of these scopes, also of what runs; or less of them, by at most so many. It
  // answers how many.
  std::size_t forget(const core::ScopeFilter& scopes, std::size_t most = core::kAll) {
    const std::size_t gone = exports.forget(scopes, most);
    return gone + imports.forget(scopes, most - gone);
  }

  // See Exports.
  void store_ends() {
    exports.store_ends();
    imports.store_ends();
  }

  Exports exports;
  Imports imports;
};

}  // namespace server::operations
