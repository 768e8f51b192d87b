#pragma once

#include <optional>
#include <string_view>

// Places where a crash would hurt most, between the steps by which a record comes from a write to
// its handler, or a snapshot into a world. Tests end the program there as kill -9 does, by the
// variable RIVULET_TEST_KILL_AT in its environment: the name of a point, or "name:N" for the N-th
// time that it is come by. Without it, a point costs a comparison.
namespace core {

enum class KillPoint {
  written,       // a commit has change records, and nobody was told or answered
  filtered,      // a batch was read and filtered, and the function wasn't invoked
  invoked,       // an invocation has ended, and nothing is known of it
  sent,          // the failure destination has a batch that is given up, and nobody was told
  checkpointed,  // a checkpoint was committed
  restoring,     // a piece of a snapshot was restored
};

// Counts down to the moment that a setting asks for. One that isn't understood asks for none.
class KillSwitch {
 public:
  explicit KillSwitch(std::string_view setting);
  // Whether this is the moment: once.
  bool is_due(KillPoint point);

 private:
  std::optional<KillPoint> point_;
  int passes_left_ = 0;
};

// Ends the process here and now if the environment asks for it. Engine thread only.
void pass(KillPoint point);

}  // namespace core
