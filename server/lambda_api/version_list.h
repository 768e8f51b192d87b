#pragma once

#include "lambda-host/functions/function.h"
#include "server/lambda_api/page.h"

#include <string_view>
#include <vector>

namespace server::lambda_api {

// Adds a function's deployments, $LATEST and its versions in their order, each under its qualified
// ARN. `prefix` comes before their names in the list's order.
void add_versions(const std::vector<lambda_host::DeploymentPtr>& versions, std::string_view prefix,
                  PageWriter& list);

}  // namespace server::lambda_api
