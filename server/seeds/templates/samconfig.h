#pragma once

#include "server/seeds/templates/parameters.h"

#include <filesystem>
#include <string>

namespace server::seeds {

// What a samconfig says of a deployment: of the environment "default" (AWS SAM CLI, configuration
// file).
struct SamConfig {
  std::string stack_name;
  Overrides parameters;
};

// Reads the tables [default.deploy.parameters] and [default.global.parameters]; the former wins.
// Values may go over several lines. Throws Fault, which calls the file by that name, for a line
// that TOML doesn't have.
SamConfig read_samconfig(const std::string& name, const std::string& toml);

// The same of a samconfig.yaml. Overrides may be a map, too. Throws Fault, which calls the file by
// that name.
SamConfig read_yaml_samconfig(const std::string& name, const std::string& yaml);

// Of the folder's samconfig.toml, else samconfig.yaml, else samconfig.yml; empty when there is
// none. Throws Fault or std::runtime_error.
SamConfig samconfig_in(const std::filesystem::path& folder);

}  // namespace server::seeds
