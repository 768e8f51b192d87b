#include "server/fault_gate.h"

#include "core/api_error.h"
#include "server/fault_answer.h"
#include "server/named_call.h"
#include "server/scope.h"

#include <spdlog/spdlog.h>

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

std::optional<FaultGate::Effect> FaultGate::find_effect(const core::HttpRequest& request) {
  if (request.body_too_large || request.no_room_for_body) return std::nullopt;
  const auto named = name_call(request);
  const auto scope = find_scope(request, settings_);
  if (!named || !scope || !faults_.may_befall(*scope, named->service, named->operation)) {
    return std::nullopt;
  }
  const NamedResources found = name_resources(*named, request);
  const faults::CallView call{*scope, named->service, named->operation, found.names, found.actions};
  const faults::Fault* const fault = faults_.take(call);
  if (!fault) return std::nullopt;
  const auto& what = std::get<OperationFault>(fault->settings.what);
  log_effect(*fault, what);
  Effect effect{what.delay, what.after, what.unprocessed, std::nullopt};
  if (what.error) effect.answer = fault_answer(what, call, request, named->as_query);
  return effect;
}

void FaultGate::pass(core::HttpRequest request, core::HttpReply reply, const Serve& serve) {
  auto effect = find_effect(request);
  if (!effect) return serve(std::move(request), std::move(reply), 0);
  if (effect->after) {
    return serve(std::move(request), disturbed(std::move(reply), *std::move(effect)), 0);
  }
  after(effect->delay,
        [request = std::move(request), reply = std::move(reply), serve,
         answer = std::move(effect->answer), unprocessed = effect->unprocessed]() mutable {
          if (answer) return reply(*std::move(answer));
          serve(std::move(request), std::move(reply), unprocessed);
        });
}

core::HttpReply FaultGate::disturbed(core::HttpReply reply, Effect effect) {
  return [this, reply = std::move(reply), effect = std::move(effect)](core::HttpResponse own) {
    after(effect.delay,
          [reply, response = effect.answer.value_or(std::move(own))] { reply(response); });
  };
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
