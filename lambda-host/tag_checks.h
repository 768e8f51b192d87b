#pragma once

#include <map>
#include <string>

namespace lambda_host {

// Checks the tags of a function or a mapping: those that a request brings, and all that there would
// be. Throws ApiError(validation) for a key or a value outside the model's limits, and
// ApiError(invalid_parameter_value) for too many and for keys that AWS keeps to itself (Lambda
// guide, "Using tags on Lambda functions").
void check_tags(const std::map<std::string, std::string>& tags);

}  // namespace lambda_host
