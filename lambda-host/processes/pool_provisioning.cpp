#include "lambda-host/processes/debugger.h"
#include "lambda-host/processes/handler_pool.h"

#include <algorithm>

// The processes that a pool keeps for provisioned concurrency. They have places like any other, and
// leave as many as one function may have to those that are started on demand.
namespace lambda_host {
namespace {

using State = ExecutionEnvironment::State;

bool is_kept_for(const ExecutionEnvironment& environment, const Provisioning::Demand& demand) {
  return environment.kept() && environment.deployment()->id == demand.deployment->id &&
         environment.holds_place();
}

}  // namespace

std::size_t HandlerPool::kept_count(const Provisioning::Demand& demand) const {
  return static_cast<std::size_t>(
      std::count_if(environments_.begin(), environments_.end(),
                    [&](const auto& e) { return is_kept_for(*e, demand); }));
}

std::size_t HandlerPool::kept_count() const {
  return static_cast<std::size_t>(
      std::count_if(environments_.begin(), environments_.end(),
                    [](const auto& e) { return e->kept() && e->holds_place(); }));
}

// What is inspected has its one process anyway.
std::size_t HandlerPool::wanted_count(const Provisioning::Demand& demand) const {
  if (inspector_port(options_, demand.deployment->configuration)) return 0;
  return std::min(demand.count, options_.limits.per_function);
}

// The first that has fewer than are to be kept for it, if one more may be: only those that are kept
// count against the places that are left to invocations.
const Provisioning::Demand* HandlerPool::unmet_demand() const {
  if (!has_room_ahead(kept_count(), options_.limits)) return nullptr;
  for (const auto& [id, demand] : provisioning_.demands()) {
    if (!demand.failed && kept_count(demand) < wanted_count(demand)) return &demand;
  }
  return nullptr;
}

void HandlerPool::keep_processes() {
  bool started = false;
  while (const auto* demand = unmet_demand()) {
    if (process_count() >= options_.limits.total && !stop_coldest()) break;
    ExecutionEnvironment& kept = add_environment(group_of(demand->deployment));
    kept.keep();
    kept.start();
    started = true;
  }
  if (started) tend_spares();
}

// Those that are busy end as any other when they have nothing to do.
void HandlerPool::let_go() {
  for (const auto& environment : environments_) {
    if (!environment->kept()) continue;
    const auto* demand = provisioning_.find(environment->deployment()->id);
    const std::size_t count = demand ? wanted_count(*demand) : 0;
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
  status.ready = static_cast<std::size_t>(std::count_if(
      environments_.begin(), environments_.end(),
      [&](const auto& e) { return is_kept_for(*e, *demand) && e->state() != State::starting; }));
  if (demand->failed) {
    status.progress = ProvisionedStatus::Progress::failed;
  } else if (status.ready >= wanted_count(*demand)) {
    status.progress = ProvisionedStatus::Progress::ready;
  }
  return status;
}

}  // namespace lambda_host
