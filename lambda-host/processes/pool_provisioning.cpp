#include "lambda-host/processes/handler_pool.h"

#include <algorithm>

// The processes that a pool keeps for provisioned concurrency. They count as any other, and leave
// as many places as one function may have to those that are started on demand.
namespace lambda_host {
namespace {

using State = ExecutionEnvironment::State;

bool is_kept_for(const ExecutionEnvironment& environment, const Provisioning::Demand& demand) {
  return environment.kept() && environment.deployment()->id == demand.deployment->id &&
         environment.state() != State::ending && environment.state() != State::ended;
}

}  // namespace

std::size_t HandlerPool::kept_count(const Provisioning::Demand& demand) const {
  return static_cast<std::size_t>(
      std::count_if(environments_.begin(), environments_.end(),
                    [&](const auto& e) { return is_kept_for(*e, demand); }));
}

bool HandlerPool::wants_kept(const Provisioning::Demand& demand) const {
  const PoolLimits& limits = options_.limits;
  if (holder_of_port(*demand.deployment)) return false;
  return !demand.failed && kept_count(demand) < std::min(demand.count, limits.per_function) &&
         has_room_ahead(process_count(), limits);
}

void HandlerPool::keep_processes() {
  for (const auto& [id, demand] : provisioning_.demands()) {
    while (wants_kept(demand)) add_environment(group_of(demand.deployment)).start_kept();
  }
  tend_spares();
}

// Those that are busy end as any other when they have nothing to do.
void HandlerPool::let_go() {
  for (const auto& environment : environments_) {
    if (!environment->kept()) continue;
    const auto* demand = provisioning_.find(environment->deployment()->id);
    const std::size_t count = demand ? std::min(demand->count, options_.limits.per_function) : 0;
    const Provisioning::Demand all{environment->deployment(), count};
    if (kept_count(all) > count) environment->let_go();
  }
}

void HandlerPool::demand_changed(const core::Scope& scope, const core::FunctionName& function) {
  provisioning_.look_at(registry_, scope, function);
  let_go();
  keep_processes();
}

ProvisionedStatus HandlerPool::provisioned_status(const Deployment& deployment) const {
  const auto* demand = provisioning_.find(deployment.id);
  if (!demand) return {};
  ProvisionedStatus status;
  bool starts = false;
  for (const auto& environment : environments_) {
    if (!is_kept_for(*environment, *demand)) continue;
    if (environment->state() == State::starting) {
      starts = true;
    } else {
      ++status.ready;
    }
  }
  if (demand->failed) {
    status.progress = ProvisionedStatus::Progress::failed;
  } else if (!starts && !wants_kept(*demand)) {
    status.progress = ProvisionedStatus::Progress::ready;
  }
  return status;
}

}  // namespace lambda_host
