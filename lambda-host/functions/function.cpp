#include "lambda-host/functions/function.h"

#include "core/arn.h"

namespace lambda_host {

std::string unqualified_arn(const FunctionConfiguration& configuration) {
  return core::function_arn(configuration.scope, configuration.name);
}

std::string version_key(const FunctionConfiguration& configuration) {
  const std::string& name = configuration.name.get();
  return configuration.version == kLatestVersion ? name : name + ":" + configuration.version;
}

}  // namespace lambda_host
