#pragma once

#include <optional>
#include <string_view>

namespace server::control {

enum class InitState { running, done, failed };

// How far the server is with its start, as health tells.
struct Health {
  bool is_starting = false;         // a seed is being applied
  std::optional<InitState> init{};  // of scripts that run when it is ready; nullopt: there are none
};

// "running", "done", "failed"
std::string_view wire_name(InitState state);

}  // namespace server::control
