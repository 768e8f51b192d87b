#pragma once

#include "core/json/value.h"
#include "lambda-host/functions/function.h"
#include "lambda-host/functions/layer_registry.h"
#include "lambda-host/functions/opt_directory.h"

#include <optional>
#include <string>
#include <vector>

// What requests say of layers.
namespace lambda_host {

// Of PublishLayerVersion. Throws ApiError(serialization) for members of wrong types, and
// ApiError(validation) for values that the API's model doesn't allow.
LayerSettings read_layer_settings(const core::json::Object& body);

// The layers that a function is to have, by their ARNs, in their order. Throws ApiError(validation)
// for what is no ARN of a layer's version, and ApiError(invalid_parameter_value) in AWS's words for
// more than five, for two of one layer, for those of another region, and for what isn't there.
std::vector<LayerUse> find_layers(const LayerRegistry& layers, const core::Scope& function,
                                  const std::vector<std::string>& arns);
// Their zips. Needs layers that were found.
std::vector<LayerZip> zips_of(const LayerRegistry& layers, const std::vector<LayerUse>& uses);

// Whether a version fits what a list asks for; nullopt asks for nothing.
bool fits(const LayerVersion& version, const std::optional<std::string>& runtime,
          const std::optional<std::string>& architecture);

}  // namespace lambda_host
