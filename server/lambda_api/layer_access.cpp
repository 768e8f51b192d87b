#include "server/lambda_api/layer_access.h"

#include "core/api_error.h"
#include "lambda-host/constraints.h"
#include "lambda-host/functions/function_record.h"

#include <fmt/format.h>

namespace server::lambda_api {

using lambda_host::LayerReference;

namespace {

LayerReference any_layer_of(const Call& call) {
  const std::string name = parameter(call, 0);
  const auto layer = lambda_host::parse_layer_name(name, call.scope);
  if (layer) return *layer;
  lambda_host::Constraints constraints;
  constraints.violated(
      name, "layerName",
      "satisfy regular expression pattern: "
      R"((arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+)");
  constraints.require_none();
  return {};
}

LayerReference with_version(LayerReference layer, const Call& call) {
  layer.version = lambda_host::version_number(parameter(call, 1));
  if (layer.version < 1) {
    lambda_host::throw_invalid_parameter("Layer Version Cannot be less than 1");
  }
  return layer;
}

}  // namespace

LayerReference layer_of(const Call& call) {
  LayerReference layer = any_layer_of(call);
  if (layer.scope.account == call.scope.account) return layer;
  throw core::ApiError(core::ErrorCode::access_denied,
                       fmt::format("User is not authorized to access resource: {}",
                                   lambda_host::layer_arn(layer.scope, layer.name)));
}

LayerReference layer_version_of(const Call& call) {
  return with_version(layer_of(call), call);
}

LayerReference any_layer_version_of(const Call& call) {
  return with_version(any_layer_of(call), call);
}

std::string arn_of(const LayerReference& reference) {
  return fmt::format("{}:{}", lambda_host::layer_arn(reference.scope, reference.name),
                     reference.version);
}

}  // namespace server::lambda_api
