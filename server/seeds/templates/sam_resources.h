#pragma once

#include "server/seeds/templates/names.h"
#include "server/seeds/value.h"

#include <string>

namespace server::seeds {

// The resources that SAM makes of a serverless resource beside itself, as a template may speak of
// them: a function's role, an API's stage (SAM, "Generated CloudFormation resources"). Nothing is
// made of them here. What SAM makes of a function's alias isn't among them.
void name_generated_resources(const std::string& logical_id, const Value& resource,
                              const std::string& stack, NamedResources& resources);

}  // namespace server::seeds
