#pragma once

#include "core/expressions/document_path.h"
#include "core/expressions/faults.h"

#include <span>

namespace core::expressions {

// Notes a fault when one path lies in another, or when two disagree about what an attribute is:
// a.b and a[1].
void check_paths(std::span<const DocumentPath> paths, Faults& faults);

}  // namespace core::expressions
