#include "lambda-host/processes/spare_plan.h"

#include "lambda-host/processes/pool_plan.h"

namespace lambda_host {

SpareKind spare_kind(const Deployment& deployment, OptNamespace& opt) {
  return {runtime_family(deployment.configuration.runtime), bool(opt.mount_for(deployment))};
}

bool SparePlan::wants_spare(const SpareLoad& load, const PoolLimits& limits) const {
  return lacks(load.spares) && load.starting == 0 && has_room_ahead(load.processes, limits);
}

}  // namespace lambda_host
