#include "server/fault_gate.h"

#include "core/api_error.h"
#include "server/fault_answer.h"
#include "server/operation_call.h"
#include "server/scope.h"

#include <spdlog/spdlog.h>

#include <memory>
#include <string>
#include <utility>

namespace server {
namespace {

using faults::OperationFault;

std::optional<core::Scope> find_scope(const core::HttpRequest& request, const Settings& settings) {
  try {
    return scope_of(request, settings);
  } catch (const core::ApiError&) {  // the API says what is wrong with it
    return std::nullopt;
  }
}

void log_effect(const faults::Fault& fault, const OperationFault& what) {
  std::string does = what.error ? " is answered " + std::string(what.error->name) : "";
  if (what.delay > core::Duration::zero()) does += " is delayed";
  if (what.unprocessed > 0) does += " is left undone in part";
  spdlog::info("fault {}: {}{}", fault.id, what.operation, does);
}

}  // namespace

std::optional<core::Scope> FaultGate::scope_with_faults(
    const core::HttpRequest& request, const std::optional<NamedCall>& named) const {
  if (!named || request.body_too_large || request.no_room_for_body) return std::nullopt;
  auto scope = find_scope(request, services_.settings);
  if (!scope || !faults_.may_befall(*scope, named->service, named->operation)) return std::nullopt;
  return scope;
}

std::optional<FaultGate::Effect> FaultGate::find_effect(const Candidate& candidate) {
  const auto& [request, reply, serve, named, scope, found] = candidate;
  const faults::CallView call{scope, named.service, named.operation, found.names, found.actions};
  const faults::Fault* const fault = faults_.take(call);
  if (!fault) return std::nullopt;
  const auto& what = std::get<OperationFault>(fault->settings.what);
  log_effect(*fault, what);
  Effect effect{what.delay, what.after, what.unprocessed, std::nullopt};
  if (what.error) effect.answer = fault_answer(what, call, request, named.as_query);
  return effect;
}

void FaultGate::pass(core::HttpRequest request, core::HttpReply reply, const Serve& serve) {
  auto named = name_call(request);
  const auto scope = scope_with_faults(request, named);
  if (!scope) return serve(std::move(request), std::move(reply), 0);
  const bool is_long = reads_long(request);
  Candidate candidate{std::move(request), std::move(reply), serve, *std::move(named), *scope};
  const auto read = [](Candidate& each) { each.found = name_resources(each.named, each.request); };
  if (!is_long) {
    read(candidate);
    return pass(std::move(candidate));
  }
  const auto later = std::make_shared<Candidate>(std::move(candidate));
  services_.run_on_worker([later, read] { read(*later); },
                          [this, later] { pass(std::move(*later)); });
}

void FaultGate::pass(Candidate candidate) {
  auto effect = find_effect(candidate);
  auto& [request, reply, serve, named, scope, found] = candidate;
  if (!effect) return serve(std::move(request), std::move(reply), 0);
  if (effect->after) {
    return serve(std::move(request), disturbed(std::move(reply), *std::move(effect)), 0);
  }
  after(effect->delay,
        [request = std::move(request), reply = std::move(reply), serve = std::move(serve),
         answer = std::move(effect->answer), unprocessed = effect->unprocessed]() mutable {
          if (answer) return reply(*std::move(answer));
          serve(std::move(request), std::move(reply), unprocessed);
        });
}

core::HttpReply FaultGate::disturbed(core::HttpReply reply, Effect effect) {
  return [this, reply = std::move(reply), effect = std::move(effect)](core::HttpResponse own) {
    hold_back(effect.answer.value_or(std::move(own)), effect.delay, reply);
  };
}

void FaultGate::hold_back(core::HttpResponse response, core::Duration delay,
                          core::HttpReply reply) {
  core::MemoryBudget::Share memory(&memory_);
  if (!memory.reach(response.body.size())) return reply(std::move(response));
  const auto held = std::make_shared<std::pair<core::HttpResponse, core::MemoryBudget::Share>>(
      std::move(response), std::move(memory));
  after(delay, [held, reply = std::move(reply)] {
    held->second.clear();
    reply(std::move(held->first));
  });
}

void FaultGate::after(core::Duration delay, std::function<void()> call) {
  if (delay <= core::Duration::zero()) return call();
  const auto at = alarms_.insert(alarms_.end(), make_alarm_());
  (*at)->after(delay, [this, at, call = std::move(call)] {
    const auto ended = std::move(*at);  // until the end of this call, which it makes
    alarms_.erase(at);
    call();
  });
}

}  // namespace server
