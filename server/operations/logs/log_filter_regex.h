#pragma once

#include <bitset>
#include <cstddef>
#include <string_view>
#include <vector>

namespace server::operations {

// The regular expressions of filter patterns: characters, sets, quantifiers, anchors and
// alternatives, but no groups. All ways to match are followed at once, byte by byte, so a search
// takes time in proportion to the text, whatever the expression.
class LogFilterRegex {
 public:
  // The text between the percent signs. Throws ApiError when it isn't such an expression, or too
  // large a one.
  explicit LogFilterRegex(std::string_view pattern);

  // Whether it matches somewhere in the text.
  bool found_in(std::string_view text) const;

 private:
  friend class LogFilterRegexParser;
  using Bytes = std::bitset<256>;

  struct Step {
    Bytes bytes;            // what it takes one of
    bool optional = false;  // may be passed over
    bool repeats = false;   // may take more
  };
  struct Alternative {
    bool from_begin = false;  // ^
    bool to_end = false;      // $
    std::vector<Step> steps;
  };

  static bool found_in(const Alternative& alternative, std::string_view text);

  std::vector<Alternative> alternatives_;
};

}  // namespace server::operations
