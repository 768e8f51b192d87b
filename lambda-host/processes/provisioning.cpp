#include "lambda-host/processes/provisioning.h"

#include "lambda-host/functions/provisioned_concurrency.h"

namespace lambda_host {

Provisioning::Provisioning(const FunctionRegistry& functions) {
  for (const auto& [scope, name] : functions.names()) look_at(functions, scope, name);
}

void Provisioning::look_at(const FunctionRegistry& functions, const core::Scope& scope,
                           const core::FunctionName& name) {
  std::erase_if(demands_, [&](const auto& entry) {
    const FunctionConfiguration& f = entry.second.deployment->configuration;
    return f.scope == scope && f.name == name;
  });
  if (!functions.find(scope, name) || core::is_snapshot(scope)) return;
  for (const auto& [qualifier, provisioned] : all_provisioned(functions, scope, name)) {
    const DeploymentPtr deployment = functions.find(scope, name, qualifier);
    if (!deployment) continue;
    Demand& demand = demands_[deployment->id];
    demand.deployment = deployment;
    demand.count += static_cast<std::size_t>(provisioned.requested);
  }
}

void Provisioning::fail(std::uint64_t deployment) {
  const auto found = demands_.find(deployment);
  if (found != demands_.end()) found->second.failed = true;
}

const Provisioning::Demand* Provisioning::find(std::uint64_t deployment) const {
  const auto found = demands_.find(deployment);
  return found == demands_.end() ? nullptr : &found->second;
}

}  // namespace lambda_host
