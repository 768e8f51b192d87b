#pragma once

#include "core/clock.h"
#include "core/json/writer.h"
#include "core/names.h"
#include "lambda-host/functions/function_reference.h"
#include "lambda-host/functions/function_registry.h"

#include <map>
#include <optional>
#include <string>

// Provisioned concurrency: how many processes of a version, or of the version that an alias points
// to, are kept ready. It is attached to the version or the alias.
namespace lambda_host {

struct ProvisionedConcurrency {
  int requested = 0;
  core::WallTime last_modified;
};

// nullopt when the version or alias has none.
std::optional<ProvisionedConcurrency> find_provisioned(const FunctionRegistry& functions,
                                                       const FunctionReference& target);
// By version or alias. Throws when there is no such function.
std::map<std::string, ProvisionedConcurrency> all_provisioned(const FunctionRegistry& functions,
                                                              const core::Scope& scope,
                                                              const core::FunctionName& name);
// Of all versions and aliases of the function; 0 when there is no such function.
int total_provisioned(const FunctionRegistry& functions, const core::Scope& scope,
                      const core::FunctionName& name);

// Throws unless the reference names a version or an alias that is there: as AWS words it,
// ApiError(resource_not_found).
void require_published(const FunctionRegistry& functions, const FunctionReference& target);

// Keeps so many from now on. Throws ApiError(invalid_parameter_value) where AWS has a limit that
// would be passed, and ApiError(resource_conflict) where a version would be provisioned by itself
// and through an alias. The target was required.
ProvisionedConcurrency provision(FunctionRegistry& functions, const FunctionReference& target,
                                 int count, core::WallTime now);
void stop_provisioning(FunctionRegistry& functions, const FunctionReference& target);

// The members of a configuration, within an object that is open: how it stands with the processes
// that are asked for.
void write_provisioned(core::json::Writer& writer, const ProvisionedConcurrency& provisioned,
                       const ProvisionedStatus& status);

}  // namespace lambda_host
