#pragma once

#include "core/clock.h"
#include "core/scope_filter.h"
#include "core/table_definition.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What a table is busy with. Every change of ours is complete when it is answered, so a transition
// is only shown: in the answer that starts it, and, with --delay-transient-statuses, for a while
// after.
namespace server::operations {

enum class TableStatus { active, creating, updating, deleting };

// "ACTIVE", "CREATING" …: as on the wire, for indexes too.
std::string_view wire_name(TableStatus status);

struct Transition {
  TableStatus status = TableStatus::active;
  core::WallTime until;
  std::map<core::IndexName, TableStatus> indexes = {};      // those that change with the table
  std::optional<core::IndexDefinition> removed_index = {};  // what is shown of a deleted one
  std::optional<core::RestoreOrigin> restored_from = {};    // of one that is being restored
  std::string description = {};  // of a deleted table: the JSON that describes it till it is gone
};

// The transitions that last. Kept in memory only: a restart ends them all. Engine thread.
class TableTransitions {
 public:
  // How long a transition lasts. DynamoDB Local's take a moment, too.
  static constexpr core::Duration kDelay = std::chrono::seconds(2);

  bool empty() const { return transitions_.empty(); }
  void begin(const core::Scope& scope, std::string_view table, Transition transition);
  // Before its time.
  void end(const core::Scope& scope, std::string_view table);
  void end(const core::ScopeFilter& scopes);
  // nullptr when the table isn't in one, or no longer. The pointer lasts until the next call.
  const Transition* find(const core::Scope& scope, std::string_view table, core::WallTime now);
  // The wall time was moved: none lasts longer than kDelay from now, but those that somebody ends.
  void date_back(core::WallTime now);
  // The names of the scope's tables that are being deleted, in order.
  std::vector<std::string> deleting(const core::Scope& scope, core::WallTime now);

 private:
  using Key = std::pair<core::Scope, std::string>;

  void forget_ended(core::WallTime now);

  std::map<Key, Transition> transitions_;
};

// Throws what AWS answers to a change of a table that is in a transition.
void check_changeable(const Transition* transition, std::string_view table);

}  // namespace server::operations
