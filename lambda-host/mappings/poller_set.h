#pragma once

#include "lambda-host/mappings/poller.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace lambda_host {

// The pollers of all event source mappings. A mapping has one at a time: when its configuration
// changes, the old poller's last invocations end before the new one begins, where that one came to.
class PollerSet {
 public:
  struct Events {
    // Not called for a mapping once it is removed.
    std::function<void(const core::MappingId&, const storage::Checkpoint&)> checkpoint;
    std::function<void(const core::MappingId&, ProcessingResult)> processed;
  };

  PollerSet(PollerEnvironment environment, Events events);

  // Begins to deliver if the mapping is enabled; goes on at the checkpoints.
  void add(const EventSourceMapping& mapping, const std::vector<storage::Checkpoint>& checkpoints);
  // A known mapping is as given from now on.
  void change(const EventSourceMapping& mapping);
  void remove(const core::MappingId& mapping);

  // The wall time was moved: batching windows go on by it.
  void clock_jumped();

  // Begins nothing new from now on; `done` is called, maybe at once, when nothing is running.
  void stop(std::function<void()> done);

 private:
  struct Slot {
    EventSourceMapping mapping;  // as it is to run next
    std::map<storage::ShardNumber, storage::Checkpoint> checkpoints;
    std::unique_ptr<Poller> poller;
    bool stopping = false;
    bool drained = false;
    bool removed = false;
  };

  void start(Slot& slot);
  void stop_poller(Slot& slot);
  void sweep();
  void tell_stopped();

  PollerEnvironment environment_;
  Events events_;
  bool stopping_ = false;
  std::function<void()> stopped_;
  std::map<core::MappingId, std::unique_ptr<Slot>> slots_;
  std::vector<std::unique_ptr<Slot>> removed_;  // until their last invocation ends
  std::unique_ptr<Alarm> sweep_alarm_;
};

}  // namespace lambda_host
