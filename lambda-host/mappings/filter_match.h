#pragma once

#include "core/json/value.h"
#include "lambda-host/mappings/filter_pattern.h"
#include "lambda-host/mappings/match_steps.h"

#include <optional>
#include <string_view>
#include <vector>

// Matching values against what filter patterns are made of. nullopt is a value that isn't there.
// Unfinished when the granted steps are taken: see match_steps.h.
namespace lambda_host {

// Unlike Object::find this tells a null from a member that isn't there.
std::optional<core::json::Value> find_member(const std::optional<core::json::Value>& value,
                                             std::string_view name);

// Whether any of a field's tests passes.
Verdict leaf_matches(const std::vector<FilterTest>& tests,
                     const std::optional<core::json::Value>& value, MatchSteps& steps);

Verdict node_matches(const FilterNode& pattern, const std::optional<core::json::Value>& value,
                     MatchSteps& steps);

}  // namespace lambda_host
