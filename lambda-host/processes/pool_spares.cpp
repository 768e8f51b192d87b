#include "lambda-host/processes/handler_pool.h"

#include <algorithm>

// The processes that wait for a function. They have a place like any other, and are the first to
// give it up.
namespace lambda_host {

void HandlerPool::deployed(const Deployment& deployment) {
  spares_.wake(require_runtime(deployment.configuration.runtime));
  tend_spares();
}

void HandlerPool::resume() {
  keep_processes();
  for (const auto& [scope, name] : registry_.names()) deployed(*registry_.require(scope, name));
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
    if (spares_.lacks(family)) {
      spares_.replenish(family, starting_count(family), process_count());
    }
  }
}

}  // namespace lambda_host
