#pragma once

#include "server/operations/logs/log_filter_automaton.h"

#include <cstddef>
#include <string_view>

namespace server::operations {

// Reads the regular expressions of filter patterns, the text between the percent signs: characters,
// sets, quantifiers, anchors and alternatives, but no groups. Throws ApiError when it isn't such an
// expression, or too large a one.
LogFilterAutomaton::Expression parse_log_regex(std::string_view pattern);

// One such expression. A search takes time in proportion to the text, whatever the expression.
class LogFilterRegex {
 public:
  // Throws what parse_log_regex throws.
  explicit LogFilterRegex(std::string_view pattern);

  // Whether it matches somewhere in the text.
  bool found_in(std::string_view text) const { return automaton_.find(without_newline(text))[0]; }
  std::size_t words() const { return automaton_.words(); }

  // Handlers' lines keep their line feed; "$" is in front of it.
  static std::string_view without_newline(std::string_view text);

 private:
  LogFilterAutomaton automaton_;
};

}  // namespace server::operations
