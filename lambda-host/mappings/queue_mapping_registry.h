#pragma once

#include "lambda-host/functions/function_registry.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "lambda-host/mappings/queue_mapping.h"
#include "lambda-host/mappings/queue_poller.h"
#include "storage/resource_table.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace storage {
class Writer;
}

namespace lambda_host {

// So many of a queue's messages are counted for one status.
inline constexpr std::size_t kMaxCountedMessages = 1000;

struct QueueMappingStatus {
  MappingCounts counts;
  QueuePollerStatus poller;  // nothing while disabled
  std::size_t visible = 0;   // messages that nobody has taken yet; counted up to a limit
  bool has_more = false;     // there may be more of them

  std::size_t pending() const { return visible + poller.gathered + poller.delivering; }
};

// All event source mappings that read queues: their control plane, which is also where they run
// from. What a call stores is committed when it returns. Engine thread.
class QueueMappingRegistry {
 public:
  // Loads what is stored and begins to deliver. All references must outlive the registry.
  QueueMappingRegistry(storage::sqlite::Connection& connection, storage::Writer& writer,
                       const FunctionRegistry& functions, QueuePollerEnvironment environment);

  // The answers' state is that of the transition. `body` is the request's. Throw ApiError.
  QueueMapping create(const core::Scope& scope, const core::json::Object& body);
  QueueMapping update(const QueueMapping& mapping, const core::json::Object& body);
  QueueMapping erase(const QueueMapping& mapping);
  void set_tags(const QueueMapping& mapping, Variables tags);
  // One of another scope, made anew with an id of its own, which is the answer.
  core::MappingId restore(QueueMapping mapping);
  // These mappings end, but for what isn't there, whatever they are doing. Answers how many.
  std::size_t erase(const std::vector<core::MappingId>& ids);
  // The same of ones that stay, until they begin anew, without counts. What isn't stored of that
  // doesn't outlive the process.
  void pause(const std::vector<core::MappingId>& ids);
  void begin_anew(const std::vector<core::MappingId>& ids);

  // nullptr when there is no such mapping. Until the next change.
  const QueueMapping* find(const core::Scope& scope, std::string_view id) const;
  // Those that the query asks for, by the order of their ids, however many.
  std::vector<const QueueMapping*> list(const core::Scope& scope, const MappingQuery& query) const;

  // By id, of all scopes. nullptr when there is no such mapping.
  const QueueMapping* find(const core::MappingId& id) const;
  std::vector<const QueueMapping*> all() const;
  // Of a scope by id, those behind `after`: at most so many.
  std::vector<const QueueMapping*> list(const core::Scope& scope, std::string_view after,
                                        std::size_t most) const;

  // Of a known mapping, all of these: whether no message is visible, gathered or delivered. What is
  // in flight after a failure, or delayed, isn't waited for: that is the queue's business.
  bool caught_up(const core::MappingId& id) const;
  const MappingCounts& counts(const core::MappingId& id) const { return *slots_.at(id).counts; }
  // Counts messages as far as `budget` goes, and takes away from that what it cost.
  QueueMappingStatus status(const core::MappingId& id, std::size_t& budget) const;
  // Somebody waits for it to be caught up, until release is called as often. What is no mapping any
  // more is in no haste.
  void hurry(const core::MappingId& id);
  void release(const core::MappingId& id);
  // To be told when some mapping may be caught up: in the middle of things.
  void on_caught_up(std::function<void()> call) { caught_up_ = std::move(call); }

  // The wall time was moved.
  void clock_jumped();
  // Begins no invocation from now on; `done` is called, maybe at once, when none is running.
  void stop(std::function<void()> done);

 private:
  struct Slot {
    QueueMapping mapping;
    std::unique_ptr<QueuePoller> poller = {};  // nullptr while disabled
    std::shared_ptr<MappingCounts> counts = std::make_shared<MappingCounts>();
    int hurried = 0;  // how many wait for it
  };

  std::vector<Slot*> slots_of(const std::vector<core::MappingId>& ids);
  FunctionReference require_function(const core::Scope& scope, const QueueMapping& mapping,
                                     const std::string& name) const;
  void refuse_duplicate(const QueueMapping& mapping) const;
  void store(const QueueMapping& mapping);
  void tell_caught_up() const;
  void run(Slot& slot);
  void warm(const QueueMapping& mapping);
  void end(Slot& slot);
  void let_end(std::unique_ptr<QueuePoller> poller);
  void sweep();

  storage::Writer& writer_;
  const FunctionRegistry& functions_;
  QueuePollerEnvironment environment_;
  storage::ResourceTable resources_;
  std::map<core::MappingId, Slot> slots_;
  // Pollers whose last invocations are running, and those that have ended.
  std::map<QueuePoller*, std::unique_ptr<QueuePoller>> ending_;
  std::vector<std::unique_ptr<QueuePoller>> ended_;
  std::unique_ptr<Alarm> sweep_alarm_;
  std::function<void()> caught_up_;
  bool stopping_ = false;
  std::function<void()> stopped_;
};

}  // namespace lambda_host
