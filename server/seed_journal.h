#pragma once

#include "server/seeds/journal.h"
#include "storage/resource_table.h"
#include "storage/writer.h"

namespace server {

// The journal of the seeds that a server is started with, in its database.
class SeedJournal : public seeds::Journal {
 public:
  // The references must outlive it.
  SeedJournal(storage::sqlite::Connection& connection, storage::Writer& writer);

  std::optional<seeds::Making> unfinished() override;
  void begin(const seeds::Making& making) override;
  void end() override;

 private:
  storage::ResourceTable rows_;
  storage::Writer& writer_;
};

}  // namespace server
