#pragma once

#include "core/names.h"

#include <optional>
#include <string>

namespace server::seeds {

// The resource of a seed that is being made, as its items are put: what a kill would leave by
// halves.
struct Making {
  core::Scope scope;
  std::string what;  // "table Orders"

  friend bool operator==(const Making&, const Making&) = default;
};

// Remembers it over the end of the program.
class Journal {
 public:
  virtual ~Journal() = default;
  virtual std::optional<Making> unfinished() = 0;
  // Stored when it returns. There is one at a time.
  virtual void begin(const Making& making) = 0;
  virtual void end() = 0;
};

}  // namespace server::seeds
