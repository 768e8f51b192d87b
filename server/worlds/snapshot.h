#pragma once

#include "core/clock.h"
#include "core/names.h"

#include <cstdint>
#include <string>
#include <vector>

namespace server::worlds {

// A mapping as it is stored.
struct SavedMapping {
  bool reads_queue = false;
  std::string text;
};

// What is known of a saved world; what it has is stored in its place.
struct Snapshot {
  std::string name;
  core::Scope place;   // no request can name it
  core::Scope origin;  // whose it was
  core::WallTime created_at;
  bool complete = true;  // else it is being saved, or goes
  std::vector<SavedMapping> mappings;
  std::vector<std::uint16_t> ports;  // at which clients found the server that saved it
};

}  // namespace server::worlds
