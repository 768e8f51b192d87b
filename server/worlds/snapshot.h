#pragma once

#include "core/clock.h"
#include "core/names.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace server::worlds {

// How much of each kind a scope has.
struct WorldCounts {
  std::size_t tables = 0;
  std::int64_t items = 0;
  std::size_t functions = 0;
  std::size_t mappings = 0;
  std::size_t queues = 0;
  std::size_t topics = 0;
  std::size_t buckets = 0;
  std::size_t log_groups = 0;
};

// What is known of a saved world; what it has is stored in its place.
struct Snapshot {
  std::string name;
  core::Scope place;   // no request can name it
  core::Scope origin;  // whose it was
  core::WallTime created_at;
  bool complete = true;              // else it is being saved, or goes
  std::vector<std::uint16_t> ports;  // at which clients found the server that saved it
  WorldCounts counts;                // of one that isn't complete: of what was noted at first
};

}  // namespace server::worlds
