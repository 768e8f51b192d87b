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

  // Nothing is left of these scopes, also of what runs.
  void forget(const core::ScopeFilter& scopes) {
    exports.forget(scopes);
    imports.forget(scopes);
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
