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

  // nullptr when there is no such mapping. Until the next change.
  const QueueMapping* find(const core::Scope& scope, std::string_view id) const;
  // Those that the query asks for, by the order of their ids, however many.
  std::vector<const QueueMapping*> list(const core::Scope& scope, const MappingQuery& query) const;

  // The wall time was moved.
  void clock_jumped();
  // Begins no invocation from now on; `done` is called, maybe at once, when none is running.
  void stop(std::function<void()> done);

 private:
  struct Slot {
    QueueMapping mapping;
    std::unique_ptr<QueuePoller> poller;  // nullptr while disabled
  };

  FunctionReference require_function(const core::Scope& scope, const QueueMapping& mapping,
                                     const std::string& name) const;
  void refuse_duplicate(const QueueMapping& mapping) const;
  void store(const QueueMapping& mapping);
  void run(Slot& slot);
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
  bool stopping_ = false;
  std::function<void()> stopped_;
};

}  // namespace lambda_host
