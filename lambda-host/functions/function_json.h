#pragma once

#include "core/json/writer.h"
#include "lambda-host/functions/function.h"

#include <string>
#include <string_view>

namespace lambda_host {

// What an answer shows of the transition: it is over by the next request.
enum class Phase {
  creating,  // CreateFunction: State Pending
  updating,  // UpdateFunctionCode/Configuration: LastUpdateStatus InProgress
  settled,   // GetFunction, GetFunctionConfiguration: Active, Successful
  listed,    // ListFunctions: no state at all
};

// A FunctionConfiguration of the Lambda API as one JSON object. FunctionArn gets ":qualifier" if
// there is one.
void write_configuration(core::json::Writer& writer, const FunctionConfiguration& configuration,
                         Phase phase, std::string_view qualifier = {});

// What a store keeps: every member, read back to an equal value. read_stored_configuration throws
// std::runtime_error for text that write_stored_configuration didn't make.
std::string write_stored_configuration(const FunctionConfiguration& configuration);
FunctionConfiguration read_stored_configuration(std::string text);

}  // namespace lambda_host
