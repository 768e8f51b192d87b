#pragma once

#include <string>

namespace server::worlds {

struct Snapshot;

// As it is stored, without its name and place.
std::string snapshot_to_json(const Snapshot& snapshot);
Snapshot snapshot_from_json(const std::string& json);

}  // namespace server::worlds
