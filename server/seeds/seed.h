#pragma once

#include "server/seeds/section.h"

#include <filesystem>
#include <string>

namespace server::seeds {

// A seed of which nothing has been made yet.
struct Seed {
  core::Scope scope;  // the document's own account and region, or those that were given
  Resources resources;
};

// Of a document. The resources come in the order in which they can be made, whatever the order of
// its sections. Throws Fault.
Seed resources_of(const Value& document, const Ground& ground);

// Of a file. Throws Fault.
Seed read_seed(const std::filesystem::path& file, const core::Scope& scope);

}  // namespace server::seeds
