#pragma once

#include "core/json/writer.h"
#include "lambda-host/mappings/event_source_mapping.h"

#include <string>

namespace lambda_host {

// An EventSourceMappingConfiguration of the Lambda API as one JSON object, with the members that a
// mapping of a DynamoDB stream has.
void write_mapping(core::json::Writer& writer, const EventSourceMapping& mapping);

// What is stored: the answer's members and those that it doesn't show. read_stored_mapping throws
// std::runtime_error for text that write_stored_mapping didn't make.
std::string write_stored_mapping(const EventSourceMapping& mapping);
EventSourceMapping read_stored_mapping(const core::Scope& scope, std::string text);

}  // namespace lambda_host
