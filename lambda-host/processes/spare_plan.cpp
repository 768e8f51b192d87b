#include "lambda-host/processes/spare_plan.h"

namespace lambda_host {

bool SparePlan::wants_spare(const SpareLoad& load, const PoolLimits& limits) const {
  return lacks(load.spares) && load.starting == 0 &&
         load.processes + limits.per_function < limits.total;
}

}  // namespace lambda_host
