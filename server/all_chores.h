#pragma once

#include "core/adjustable_clock.h"
#include "core/memory_budget.h"
#include "lambda-host/worker_pool.h"
#include "server/chores.h"
#include "server/operations/queues/queues.h"
#include "server/operations/transfers/transfers.h"
#include "server/s3/object_store.h"

#include <vector>

namespace server {

// What the program does that nobody asks for, in the order of each round. All must outlive it.
std::vector<Chore> all_chores(const AgeingParts& parts, operations::Queues& queues,
                              s3::ObjectStore& objects, operations::Transfers& transfers,
                              core::AdjustableClock& clock, core::MemoryBudget& memory,
                              lambda_host::WorkerPool& workers);

}  // namespace server
