#pragma once

#include "lambda-host/alarm.h"
#include "lambda-host/events/async_invocations.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "lambda-host/mappings/queue_mapping_registry.h"
#include "server/control/call.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace server::control {

// What Drains work with; all of it must outlive them.
struct DrainParts {
  lambda_host::MappingRegistry& mappings;
  lambda_host::QueueMappingRegistry& queue_mappings;
  lambda_host::AsyncInvocations& async_invocations;
  lambda_host::MakeAlarm make_alarm;
  // Commits what waits to be written, log events included.
  std::function<void()> commit;
};

// What isn't done, and why.
struct Waiting {
  std::optional<core::MappingId> mapping;  // nullopt: asynchronous invocations
  core::FunctionName function;
  std::optional<core::ShardId> shard;
  std::size_t pending = 0;  // records, messages, or invocations
  bool more_pending = false;
  std::string reason;
};

struct DrainResult {
  bool settled = false;
  // Of the mappings and scopes in question since the last drain of them that settled, or else since
  // they, or the process, began.
  lambda_host::MappingCounts counts;
  std::vector<Waiting> waiting;  // empty when settled
  bool more_waiting = false;     // mappings that weren't looked at: there were too many
};

// Those who wait until all is settled: no record that was committed is before a mapping, no message
// that is visible, and no asynchronous invocation under way. So what handlers write and invoke
// meanwhile is waited for, too. While somebody waits for a mapping, it is in haste (Lane::hurry).
// Nothing ticks: mappings and invocations tell when they are done. Then one look at each mapping
// serves all who wait; where mappings are many it goes on in the next turns. Engine thread.
class Drains {
 public:
  static constexpr std::size_t kMax = 100;        // at a time
  static constexpr std::size_t kMaxLooked = 500;  // mappings, in one turn of the loop

  struct Wanted {
    ScopeFilter scopes;
    std::optional<core::MappingId> mapping;  // of these scopes: that one alone, and no invocations
    core::Duration patience{};
  };
  using Done = std::function<void(const DrainResult&)>;

  explicit Drains(DrainParts parts);
  Drains(const Drains&) = delete;
  Drains& operator=(const Drains&) = delete;

  // Calls `done` once, maybe at once: when all is settled, or patience is at its end. Throws
  // ApiError(resource_not_found) when there is no such mapping, too_many_requests when too many
  // wait. The answer is for cancel; nullopt: it is over.
  std::optional<std::uint64_t> start(const Wanted& wanted, Done done);
  // What the mappings and invocations of these scopes have come to is forgotten, because they end
  // or begin anew. Before they do.
  void begin_anew(const ScopeFilter& scopes);
  // Nobody waits any more: `done` isn't called. Does nothing for a drain that is over.
  void cancel(std::uint64_t drain);

 private:
  // All that wait for the same, by what it is.
  using Key = std::tuple<std::optional<core::AccountId>, std::optional<core::Region>,
                         std::optional<core::MappingId>>;
  struct Group {
    Wanted wanted;
    std::size_t drains = 0;
    std::set<core::MappingId> hurried = {};
    std::optional<std::uint64_t> hurried_invocations = {};
    bool is_busy = true;  // as far as the look under way knows; it judges none that came later
  };
  using Groups = std::map<Key, Group>;
  struct Drain {
    Groups::iterator group;
    Done done;
    std::unique_ptr<lambda_host::Alarm> deadline;
  };

  std::vector<core::MappingId> mappings_of(const Wanted& wanted) const;
  std::vector<core::MappingId> all_mappings() const;
  const lambda_host::EventSourceMapping* find_mapping(const core::MappingId& id) const;
  bool awaits(const Wanted& wanted, const core::Scope& scope) const;
  bool awaits_invocations(const Wanted& wanted) const;
  bool caught_up(const core::MappingId& mapping) const;
  bool is_quiet(const Wanted& wanted) const;
  bool is_settled(const Wanted& wanted);
  Groups::iterator join_group(const Wanted& wanted);
  void leave_group(Groups::iterator group);
  void hurry(Group& group, const core::MappingId& mapping);
  void look_soon();
  void look();
  void look_on();
  void look_at(const core::MappingId& id);
  void finish_settled();
  void finish(std::uint64_t id, const DrainResult& answer);
  void release(const core::MappingId& mapping);
  DrainResult result(const Wanted& wanted, bool settled);
  lambda_host::MappingCounts counts(const core::MappingId& mapping) const;
  void add_waiting(const core::MappingId& mapping, std::size_t& budget,
                   std::vector<Waiting>& all) const;
  void count_mapping(const core::MappingId& mapping, bool take, lambda_host::MappingCounts& counts);
  void count_invocations(const Wanted& wanted, bool take, lambda_host::MappingCounts& counts);
  void add_waiting(const Wanted& wanted, DrainResult& result) const;

  DrainParts parts_;
  std::uint64_t last_ = 0;
  Groups groups_;
  std::map<std::uint64_t, Drain> drains_;
  // As they were when a drain settled. Those of mappings that are gone go with the next drain.
  std::map<core::MappingId, lambda_host::MappingCounts> taken_;
  std::map<core::Scope, lambda_host::AsyncInvocations::Counts> invocations_taken_;
  std::unique_ptr<lambda_host::Alarm> look_alarm_;
  bool looks_soon_ = false;              // once the look under way is over
  std::vector<core::MappingId> unseen_;  // by that look, the next one last
};

// Why a shard has records left that aren't done: "attempt 4 failed: Error: no".
std::string waiting_reason(const lambda_host::EventSourceMapping& mapping,
                           const lambda_host::ShardStatus& shard);
// Why messages of a queue are left: "2 invocations are running".
std::string waiting_reason(const lambda_host::QueueMapping& mapping,
                           const lambda_host::QueueMappingStatus& status);

}  // namespace server::control
