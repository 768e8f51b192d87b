#pragma once

#include <stdexcept>

namespace core {

// What must hold, or data would be misread or lost: checked in every build, unlike an assert.
// Throws std::logic_error, so that whoever asked is told of a failure and nothing is committed.
inline void ensure(bool holds, const char* what) {
  if (!holds) throw std::logic_error(what);
}

}  // namespace core
