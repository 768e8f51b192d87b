#include "server/part_options.h"

#include "core/memory_budget.h"

namespace server {

lambda_host::HostOptions host_options(const Options& told, const OpenFiles& files,
                                      core::MemoryBudget& memory) {
  lambda_host::HostOptions options;
  options.runtime_commands = told.runtimes;
  options.spare_processes = told.spare_processes;
  options.memory = &memory;
  options.limits.queued_bytes_per_function = memory.limit() / 2;
  options.open_files = files.before;
  options.inspected = told.inspected;
  return options;
}

Settings settings_of(const Options& options) {
  return {options.scope, options.shared_scope, options.delay_transient_statuses};
}

}  // namespace server
