#pragma once

#include "lambda-host/mappings/filter_pattern.h"

#include <vector>

namespace lambda_host {

// The same tests, where those that are many of one kind are made into a table or a set: a list of a
// thousand attributes would otherwise be held against each of a thousand texts. Those come last.
std::vector<FilterTest> with_sets(std::vector<FilterTest> tests);

}  // namespace lambda_host
