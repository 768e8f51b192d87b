#pragma once

#include "lambda-host/constraints.h"
#include "lambda-host/functions/function_settings.h"

#include <string_view>

// Settings that only concern Amazon's machines: they are kept, and shown as AWS shows them.
namespace lambda_host {

// Adds each of them that isn't well formed.
void check_kept(const FunctionSettings& settings, Constraints& constraints);

// Adds a text that is neither empty nor an ARN.
void check_arn(std::string_view text, std::string_view member, Constraints& constraints);

// Throws ApiError(validation) for what isn't the ARN of a code signing configuration.
void check_code_signing_config(std::string_view arn);

// Throws ApiError(invalid_parameter_value) for a runtime of which AWS takes no snapshots.
void check_snap_start(std::string_view apply_on, std::string_view runtime);

}  // namespace lambda_host
