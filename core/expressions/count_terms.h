#pragma once

#include "core/expressions/ast.h"

#include <cstddef>

namespace core::expressions {

// How many comparisons and functions a condition has, each candidate of an IN among them: the time
// that it takes for a small item is by these.
std::size_t count_terms(const Condition& condition);

}  // namespace core::expressions
