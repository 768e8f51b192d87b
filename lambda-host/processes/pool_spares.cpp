#include "lambda-host/functions/concurrency.h"
#include "lambda-host/processes/debugger.h"
#include "lambda-host/processes/handler_pool.h"

#include <algorithm>

// Processes that are started ahead: spare ones, which have a place like any other and are the first
// to give it up, and those of functions that are about to be invoked.
namespace lambda_host {

void HandlerPool::deployed(const DeploymentPtr& deployment) {
  if (inspector_port(options_, deployment->configuration)) start_inspected();
  opt_.when_known(*deployment, [this, alive = alive_, deployment] {
    if (!*alive) return;
    spares_.wake(spare_kind(*deployment, opt_));
    tend_spares();
  });
}

void HandlerPool::warm(const core::Scope& scope, const core::FunctionName& function,
                       const std::string& qualifier) {
  if (const auto deployment = registry_.find(scope, function, qualifier)) pointed_at(deployment);
}

// Whoever deploys thirty functions will hardly invoke all of them in the next minutes.
void HandlerPool::pointed_at(const DeploymentPtr& deployment) {
  if (options_.spare_processes == 0 || unused_count() >= options_.limits.per_function) return;
  warm(deployment);
}

std::size_t HandlerPool::unused_count() const {
  using State = ExecutionEnvironment::State;
  return static_cast<std::size_t>(
      std::count_if(environments_.begin(), environments_.end(), [](const auto& environment) {
        const State state = environment->state();
        return !environment->used() && !environment->kept() &&
               (state == State::starting || state == State::idle);
      }));
}

void HandlerPool::warm(const DeploymentPtr& deployment) {
  const FunctionConfiguration& f = deployment->configuration;
  if (reserved_concurrency(registry_, f.scope, f.name) == 0) return;
  if (!has_room_ahead(process_count(), options_.limits) || holder_of_port(*deployment)) return;
  Group& group = group_of(deployment);
  if (load_of(group).processes == 0) add_environment(group).start();
  tend_spares();
}

void HandlerPool::resume() {
  keep_processes();
  for (const auto& [scope, name] : registry_.names()) deployed(registry_.require(scope, name));
}

std::size_t HandlerPool::starting_count(RuntimeFamily family) const {
  return static_cast<std::size_t>(
      std::count_if(environments_.begin(), environments_.end(), [&](const auto& environment) {
        return environment->family() == family &&
               environment->state() == ExecutionEnvironment::State::starting;
      }));
}

void HandlerPool::tend_spares() {
  while (process_count() + spares_.count() > options_.limits.total && spares_.give_way()) {
  }
  for (const RuntimeFamily family : {RuntimeFamily::node, RuntimeFamily::python}) {
    for (const bool enclosed : {false, true}) {
      if (!spares_.lacks({family, enclosed})) continue;
      spares_.replenish({family, enclosed}, starting_count(family), process_count());
    }
  }
}

}  // namespace lambda_host
