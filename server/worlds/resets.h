#pragma once

#include "core/names.h"
#include "core/scope_filter.h"
#include "lambda-host/alarm.h"
#include "server/worlds/reset.h"
#include "server/worlds/turns.h"

#include <functional>
#include <list>
#include <memory>
#include <optional>

namespace server::worlds {

// The resets that are under way, one after the other, while others work. A small one is over when
// it has begun. Engine thread.
class Resets {
 public:
  // The parts must outlive it.
  Resets(const WorldParts& parts, std::unique_ptr<lambda_host::Alarm> alarm);

  // Calls `done` once, maybe before it returns. nullopt: it couldn't be stored, which is logged,
  // and some may be as it was.
  using Done = std::function<void(std::optional<ResetCounts>)>;
  void begin(const core::ScopeFilter& scopes, const Kept& kept, Done done);
  // Whether what is made in that scope may go with a reset.
  bool is_under_way(const core::Scope& scope) const;

 private:
  struct Running {
    Reset reset;
    Done done;
  };

  bool step();

  const WorldParts& parts_;
  std::list<Running> running_;
  Turns turns_;
};

}  // namespace server::worlds
