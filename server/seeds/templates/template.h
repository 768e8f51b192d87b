#pragma once

#include "server/seeds/seed.h"
#include "server/seeds/templates/left_out.h"
#include "server/seeds/templates/parameters.h"

#include <filesystem>
#include <string>

// SAM and CloudFormation templates, as far as there is something here for their resources: a
// template becomes the document of a seed.
namespace server::seeds {

struct TemplateSettings {
  std::string stack = "rivulet";
  Overrides parameters = {};
};

// Throws Fault.
Value seed_document_of(const Value& document, const Ground& ground,
                       const TemplateSettings& settings, LeftOut& left_out);

// Of a file, whose folders of code are watched, with what a samconfig beside it says of the
// stack's name and the parameters, unless it was given. Throws Fault.
Seed read_template(const std::filesystem::path& file, const core::Scope& scope,
                   const Overrides& parameters, LeftOut& left_out);

}  // namespace server::seeds
