#pragma once

#include "lambda-host/functions/runtime.h"
#include "lambda-host/processes/runtime_process.h"
#include "lambda-host/processes/spare_plan.h"
#include "lambda-host/timer.h"

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

namespace lambda_host {

// Processes whose runtime client is loaded and waits for its function, so that nobody waits for an
// interpreter. One interpreter runs all versions of its runtime, so a spare is for any of them.
// Belongs to the thread of the io_context.
class SpareProcesses {
 public:
  // `services` must outlive it; they may be complete only later. `wanted` of each kind.
  SpareProcesses(const HostServices& services, std::size_t wanted);
  ~SpareProcesses();
  SpareProcesses(const SpareProcesses&) = delete;
  SpareProcesses& operator=(const SpareProcesses&) = delete;

  // See SparePlan. Those of `provided` have no interpreter: nothing happens.
  void wake(SpareKind kind);
  // The one that has waited longest; nullptr when there is none.
  const RuntimeProcess* first(SpareKind kind) const;
  // That one. It is to be assigned at once.
  std::unique_ptr<RuntimeProcess> take(SpareKind kind);

  // Whether one might be started.
  bool lacks(SpareKind kind) const;
  // Starts one if the plan wants it: `starting` and `processes` as in SpareLoad, but without
  // spares.
  void replenish(SpareKind kind, std::size_t starting, std::size_t processes);
  // Ends the one that has waited longest. False when there is none.
  bool give_way();
  // Ends all, without waiting.
  void stop();
  // Ends all, and waits for that.
  void clear();

  // Those that nobody has taken and that aren't being killed.
  std::size_t count() const { return waiting_.size(); }
  std::size_t count(SpareKind kind) const;
  // The children of ours that are about them.
  std::set<pid_t> keepers() const;

 private:
  class Spare;

  using Spares = std::vector<std::unique_ptr<Spare>>;

  Spares::const_iterator find(SpareKind kind) const;
  void start(SpareKind kind);
  void end(Spare& spare);
  void ended(Spare& spare);

  const HostServices& services_;
  std::map<SpareKind, SparePlan> plans_;
  Spares waiting_;  // the oldest first
  Spares ending_;   // killed, but not gone yet
  Spares ended_;    // until the loop's next turn
  Timer sweep_;
};

}  // namespace lambda_host
