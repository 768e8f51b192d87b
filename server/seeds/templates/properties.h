#pragma once

#include "server/seeds/value.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace server::seeds {

// Which properties something comes of, as paths: "Runtime", "Environment.Variables". What a path
// names is taken whole; lists are gone through, so "KeySchema.KeyType" is of all their elements.
// `needless` are those which only concern Amazon's machines: nothing is missing without them.
struct KnownProperties {
  std::span<const std::string_view> used;
  std::span<const std::string_view> needless = {};
};

struct Picked {
  Value kept;                         // in the template's order
  std::vector<std::string> left_out;  // paths, each once
  std::vector<std::string> needless;
};

Picked pick(const Value& properties, const KnownProperties& known);

// The member, which is gone from the map; null when there is none.
Value take(Value& map, std::string_view name);

}  // namespace server::seeds
