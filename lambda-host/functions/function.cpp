#include "lambda-host/functions/function.h"

#include "core/arn.h"

namespace lambda_host {

std::string unqualified_arn(const FunctionConfiguration& configuration) {
  return core::function_arn(configuration.scope, configuration.name);
}

}  // namespace lambda_host
