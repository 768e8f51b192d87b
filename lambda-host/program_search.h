#pragma once

#include <optional>
#include <string>

namespace lambda_host {

// Where our own PATH has the program `name`, an executable; where there is no PATH, the usual
// places are searched. A name with a '/' is a path already. nullopt when there is none.
std::optional<std::string> find_program(const std::string& name);

}  // namespace lambda_host
