#pragma once

#include "core/json/value.h"
#include "lambda-host/mappings/filter_pattern.h"
#include "lambda-host/mappings/match_steps.h"

#include <optional>
#include <string>

namespace lambda_host {

// Why an event doesn't match a pattern, for people: the first clause that fails, and what it met:
// `dynamodb.NewImage.status.S is "open", the pattern wants one of "closed", "void"`. Values are cut
// to a readable length. The twin of node_matches: nullopt where that says yes. When no steps are
// left afterwards, there were too few, and the answer means nothing.
std::optional<std::string> explain(const FilterNode& pattern, const core::json::Value& event,
                                   MatchSteps& steps);

// What a test wants: `"closed"`, `a text that begins with "a"`, `a number > 10 and <= 20`.
std::string describe(const FilterTest& test);

}  // namespace lambda_host
