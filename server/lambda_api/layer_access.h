#pragma once

#include "lambda-host/functions/layer_registry.h"
#include "server/lambda_api/call.h"
#include "server/services.h"

#include <string>

// How operations on layers find the layer and the version that their path names.
namespace server::lambda_api {

// The layer of the path's first parameter, a name or an ARN. Throws ApiError(validation) for what
// is neither, and ApiError(access_denied) for a layer of another account.
lambda_host::LayerReference layer_of(const Call& call);
// With the version of the second. Throws ApiError(invalid_parameter_value) for one below 1.
lambda_host::LayerReference layer_version_of(const Call& call);
// The same, of whatever account: the version's policy may share it.
lambda_host::LayerReference any_layer_version_of(const Call& call);

// "arn:…:layer:L:7", whether it is there or not.
std::string arn_of(const lambda_host::LayerReference& reference);

}  // namespace server::lambda_api
