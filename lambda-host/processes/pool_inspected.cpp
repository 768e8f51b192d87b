#include "lambda-host/processes/debugger.h"
#include "lambda-host/processes/handler_pool.h"

#include <algorithm>

// Functions under a debugger. Such a one has a single process, since only one can have its port,
// and has it before it is invoked: a debugger can be there from the first invocation on.
namespace lambda_host {

// Until it has ended, nobody else gets the port.
ExecutionEnvironment* HandlerPool::holder_of_port(const Deployment& deployment) const {
  if (!inspector_port(options_, deployment.configuration)) return nullptr;
  const std::string key = version_key(deployment.configuration);
  const auto found = std::find_if(environments_.begin(), environments_.end(), [&](const auto& e) {
    return version_key(e->deployment()->configuration) == key;
  });
  return found == environments_.end() ? nullptr : found->get();
}

// Functions of one name in several accounts or regions share the port.
void HandlerPool::free_ports() {
  if (options_.inspected.empty()) return;
  for (const Group* group : line_) {
    ExecutionEnvironment* holder = holder_of_port(*group->deployment);
    if (!holder || holder->deployment() == group->deployment) continue;
    if (holder->state() == ExecutionEnvironment::State::idle) holder->stop();
  }
}

// One that couldn't begin isn't tried again until it is changed, or invoked.
void HandlerPool::start_inspected() {
  if (options_.inspected.empty()) return;
  for (const auto& [scope, name] : registry_.names()) {
    for (const DeploymentPtr& each : registry_.versions(scope, name)) {
      const auto failed = failed_inspected_.find(version_key(each->configuration));
      if (failed != failed_inspected_.end() && failed->second == each->id) continue;
      if (inspector_port(options_, each->configuration)) warm(each);
    }
  }
}

void HandlerPool::note_failed(const Deployment& deployment) {
  if (!inspector_port(options_, deployment.configuration)) return;
  failed_inspected_[version_key(deployment.configuration)] = deployment.id;
}

}  // namespace lambda_host
