#pragma once

namespace server::control {

// How far the server is with its start, as health tells.
struct Health {
  bool is_starting = false;  // a seed is being applied
};

}  // namespace server::control
