#pragma once

#include "server/seeds/value.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace server::seeds {

// Which properties something comes of, as paths: "Runtime", "Environment.Variables". What a path
// names is taken whole; lists are gone through, so "KeySchema.KeyType" is of all their elements.
// `needless` are those which only concern Amazon's machines: nothing is missing without them. What
// is in both is used, unless it has a fault.
struct KnownProperties {
  std::span<const std::string_view> used;
  std::span<const std::string_view> needless = {};
};

struct Picked {
  Value kept;                         // in the template's order
  std::vector<std::string> left_out;  // paths, each once
  std::vector<std::string> needless;
};

// Throws the fault of what is kept. That of other properties harms nobody.
Picked pick(const Value& properties, const KnownProperties& known);

// Of the value, or of one within; nullptr: there is none.
const Fault* find_fault(const Value& value);
// Throws it.
void require_no_fault(const Value& value);

// The member, which is gone from the map; null when there is none.
Value take(Value& map, std::string_view name);

}  // namespace server::seeds
