#pragma once

#include "core/scope_filter.h"
#include "lambda-host/alarm.h"
#include "server/worlds/reset.h"
#include "server/worlds/table_reset.h"
#include "server/worlds/turns.h"

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <vector>

namespace server::worlds {

// Tables that stay where their scope is reset lose their items, one table after the other, while
// others work: what is written to one meanwhile goes or stays. Engine thread.
class Emptyings {
 public:
  // The parts must outlive it.
  Emptyings(const WorldParts& parts, std::unique_ptr<lambda_host::Alarm> alarm);

  // Empties what is there now. Calls `done` once, maybe before it returns, with how many tables
  // that were; nullopt: it couldn't be stored, which is logged, and some may be as they were.
  using Done = std::function<void(std::optional<std::size_t> tables)>;
  void begin(const core::ScopeFilter& scopes, Done done);

 private:
  struct Running {
    std::vector<KeptTable> tables;
    std::size_t emptied = 0;
    Done done;
  };

  bool step();
  // False: it failed.
  bool step(Running& running);

  const WorldParts& parts_;
  std::list<Running> running_;
  Turns turns_;
};

}  // namespace server::worlds
