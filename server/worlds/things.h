#pragma once

#include "core/names.h"
#include "server/worlds/reset.h"

#include <string>

// The single things that a copy of a world makes, so that one that fails takes away what it made
// and nothing else.
namespace server::worlds {

enum class ThingKind { table, function, layer, queue, topic, bucket, log_group, mapping };

struct Thing {
  ThingKind kind = ThingKind::table;
  std::string name;  // a mapping's is its id
};

// Throws ApiError(resource_conflict) when the scope has a thing of that kind and name.
void check_absent(const WorldParts& parts, const core::Scope& scope, const Thing& thing);

// As if it had never been made: its name is free at once. Nothing, when there is none.
void remove(const WorldParts& parts, const core::Scope& scope, const Thing& thing);

}  // namespace server::worlds
