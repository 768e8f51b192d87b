#pragma once

#include "core/api_error.h"
#include "server/operations/logs/log_filter.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

// Whether messages match filter patterns, as tables.
namespace server::operations::testing {

struct FilterCase {
  const char* pattern;
  const char* message;
  bool matches;
};

template <std::size_t N>
void check(const FilterCase (&cases)[N]) {
  for (const FilterCase& c : cases) {
    CAPTURE(std::string(c.pattern));
    CAPTURE(std::string(c.message));
    CHECK(parse_log_filter(c.pattern).matches(c.message) == c.matches);
  }
}

// The text of the error that a pattern, or what a test does with one, is refused with.
template <class Call>
std::string error_of(Call call) {
  try {
    call();
  } catch (const core::ApiError& error) {
    CHECK(error.code() == core::ErrorCode::invalid_parameter);
    return error.message();
  }
  return "";
}

inline std::string filter_error(std::string_view pattern) {
  return error_of([&] { parse_log_filter(pattern); });
}

inline std::string invalid(const std::string& why) {
  return "Invalid filter pattern: " + why;
}

}  // namespace server::operations::testing
