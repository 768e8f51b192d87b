#pragma once

#include <cstddef>
#include <string_view>

namespace core::json {

// What one quick look at a JSON text tells before it is parsed.
struct Survey {
  bool ascii = true;
  bool controls = false;     // below the blank: they stand between values, or nowhere
  std::size_t brackets = 0;  // opening ones, also those within strings
  std::size_t commas = 0;    // likewise
};

Survey survey(std::string_view text);

}  // namespace core::json
