#pragma once

#include "core/clock.h"
#include "core/scope_filter.h"
#include "lambda-host/alarm.h"
#include "lambda-host/destinations.h"
#include "lambda-host/events/event_lines.h"
#include "lambda-host/events/invocation_record.h"
#include "lambda-host/functions/function_registry.h"
#include "lambda-host/invoker.h"
#include "storage/async_invocation_table.h"
#include "storage/writer.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace lambda_host {

// What asynchronous invocations work with; all of it must outlive them.
struct AsyncInvocationParts {
  storage::sqlite::Connection& connection;
  storage::Writer& writer;
  FunctionRegistry& functions;
  Invoker& invoker;
  Destinations& destinations;
  const core::Clock& clock;
  MakeAlarm make_alarm;
};

// The asynchronous invocations that aren't over. Each is stored before it is accepted, and until
// it is over: tried again by the rules of event_policy.h under the same request id, and then told
// to the destinations of its function. So it is done at least once, whatever becomes of the
// program.
//
//   accepted ──► ready ──► running ──► done, or told and done
//                  ▲          │
//                  └─ waiting ◄┘ failed
//
// Events of one function are ready in a line, and some of them run at a time; a function that is
// too busy lets its line wait. Waits between attempts go by the wall time, which a user moves.
// Engine thread.
class AsyncInvocations {
 public:
  // That many may be accepted and not over.
  static constexpr std::size_t kMaxPending = 100'000;

  struct Counts {
    std::uint64_t ok = 0;
    std::uint64_t failed = 0;  // each attempt
  };
  using Function = EventLines::Function;
  // How many of each function aren't over; none is 0.
  using Pending = std::map<Function, std::size_t>;
  using Covers = std::function<bool(const core::Scope&)>;

  explicit AsyncInvocations(AsyncInvocationParts parts);
  AsyncInvocations(const AsyncInvocations&) = delete;
  AsyncInvocations& operator=(const AsyncInvocations&) = delete;

  // Goes on with what is stored. Call it once, when all parts work.
  void resume();
  // Begins no further attempts.
  void stop() { stopped_ = true; }

  // Accepts an event, whose payload is JSON and whose request id is set. Calls `accepted` once,
  // never before returning: with false when it can't be stored. Throws ApiError(too_many_requests)
  // when too many wait. `beside`, if there is one, is called in the event's transaction.
  void add(InvocationRequest request, std::function<void(bool)> accepted,
           std::function<void()> beside = {});

  // Of those that are taken at a time, or are stored in a turn: each byte takes its time.
  static constexpr std::size_t kMaxBytesAtOnce = std::size_t{8} << 20;

  // Those of these scopes are gone, whatever comes of what is running: at most so many, and no more
  // when they have had that many bytes. Answers `most` if others may be left, else how many.
  std::size_t forget(const core::ScopeFilter& scopes, std::size_t most = core::kAll);

  const Destinations& destinations() const { return parts_.destinations; }
  const Pending& pending() const { return pending_; }
  const std::map<core::Scope, Counts>& counts() const { return counts_; }
  // Called after each end.
  void on_ended(std::function<void()> call) { ended_ = std::move(call); }

  // While somebody is in haste, attempts of the scopes that it covers don't wait. The answer is for
  // release.
  std::uint64_t hurry(Covers covers);
  void release(std::uint64_t haste) { hastes_.erase(haste); }
  // The wall time has jumped.
  void clock_jumped();

 private:
  using Id = EventLines::Id;
  using State = storage::AsyncInvocationState;
  struct Event : State {
    std::size_t bytes = 0;  // of its payload; 0: it wasn't looked at since the start
  };

  static FunctionReference target_of(const State& state);
  Function function_of(Id id) const;
  core::Duration age_of(const State& state) const;
  bool is_in_haste(const core::Scope& scope) const;
  core::WallTime due_at(const State& state) const;
  EventPolicy policy_of(const State& state) const;
  void wait_or_run(Id id);
  void set_alarm();
  void look();
  void pump(const Function& function);
  std::size_t most_running(const Function& function) const;
  void start(Id id);
  void invoke(Id id);
  void attempt_ended(Id id, const InvocationResult& result);
  // What was asked for.
  storage::AsyncInvocationContent content(Id id);
  std::size_t bytes_of(Id id);
  // In a transaction.
  void erase_stored(Id id);

  // event_settlement.cpp

  // An end that no attempt has brought: with what the last one came to.
  EventOutcome without_attempt(Id id, EventEnd end);
  // Stores what the last attempt of a running event came to, and goes on from there.
  void keep(Id id, const EventOutcome& outcome);
  // The same of one that is over.
  void settle(Id id, const EventOutcome& outcome);
  // Those that are told of that end: the dead-letter queue or topic comes first.
  std::vector<std::string> told_of(const State& state, EventEnd end) const;
  std::optional<std::string> dead_letter_target(const State& state, EventEnd end) const;
  void tell(Id id);
  void told(Id id, const std::string& destination, const std::optional<std::string>& failure);
  // It goes, and its place in the line, if it has one.
  void finish(Id id, bool running);
  void leave_line(const Function& function);
  void forget(Id id);
  void remove(Id id);

  AsyncInvocationParts parts_;
  storage::AsyncInvocationTable table_;
  Id last_ = 0;
  bool stopped_ = false;
  std::map<Id, Event> events_;
  EventLines lines_;
  std::set<std::pair<core::WallTime, Id>> waiting_;
  std::size_t taken_bytes_ = 0;  // of payloads, for attempts
  std::unique_ptr<Alarm> alarm_;
  std::map<std::uint64_t, Covers> hastes_;
  std::uint64_t last_haste_ = 0;
  std::map<Id, std::size_t> telling_;  // how many destinations haven't answered
  Pending pending_;
  std::map<core::Scope, Counts> counts_;
  std::function<void()> ended_;
};

}  // namespace lambda_host
