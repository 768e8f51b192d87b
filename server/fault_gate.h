#pragma once

#include "core/http_message.h"
#include "core/memory_budget.h"
#include "lambda-host/alarm.h"
#include "server/faults/fault_list.h"
#include "server/named_call.h"
#include "server/services.h"

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <optional>

namespace server {

// Stands before all APIs while there are faults of operations: lets a request through, or answers
// it with an error, or later, or leaves a batch partly undone, as a fault says that it meets.
// Nothing waits on a thread; what a large body names is read on a worker. Engine thread only.
class FaultGate {
 public:
  // Serves the request; of a batch, so many of the last requests are left undone.
  using Serve = std::function<void(core::HttpRequest, core::HttpReply, std::size_t unprocessed)>;

  // Answers that are held back count in the memory budget: one that it has no room for isn't.
  FaultGate(faults::FaultList& faults, const Services& services, core::MemoryBudget& memory,
            lambda_host::MakeAlarm make_alarm)
      : faults_(faults), services_(services), memory_(memory), make_alarm_(std::move(make_alarm)) {}
  FaultGate(const FaultGate&) = delete;
  FaultGate& operator=(const FaultGate&) = delete;

  // Whether no request can meet a fault, and none needs to pass.
  bool stands_open() const { return !faults_.has_operations(); }
  void pass(core::HttpRequest request, core::HttpReply reply, const Serve& serve);

 private:
  // What a fault does to one request. It may be deleted before that is over.
  struct Effect {
    core::Duration delay{};
    bool after = false;
    std::size_t unprocessed = 0;
    std::optional<core::HttpResponse> answer;  // nullopt: its own
  };

  // A request that may meet a fault.
  struct Candidate {
    core::HttpRequest request;
    core::HttpReply reply;
    Serve serve;
    NamedCall named;
    core::Scope scope;
    NamedResources found = {};
  };

  // nullopt: no fault is about such a request, whatever it names.
  std::optional<core::Scope> scope_with_faults(const core::HttpRequest& request,
                                               const std::optional<NamedCall>& named) const;
  void pass(Candidate candidate);
  std::optional<Effect> find_effect(const Candidate& candidate);
  core::HttpReply disturbed(core::HttpReply reply, Effect effect);
  void hold_back(core::HttpResponse response, core::Duration delay, core::HttpReply reply);
  // Calls it at once when there is no delay.
  void after(core::Duration delay, std::function<void()> call);

  faults::FaultList& faults_;
  const Services& services_;
  core::MemoryBudget& memory_;
  lambda_host::MakeAlarm make_alarm_;
  // Of those who wait: no more than there are connections.
  std::list<std::unique_ptr<lambda_host::Alarm>> alarms_;
};

}  // namespace server
