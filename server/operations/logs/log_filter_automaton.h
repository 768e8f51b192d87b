#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace server::operations {

// What one place of an expression takes.
struct LogFilterStep {
  std::bitset<256> bytes;  // one of these
  bool optional = false;   // may be passed over
  bool repeats = false;    // may take more
};

struct LogFilterAlternative {
  bool from_begin = false;  // ^
  bool to_end = false;      // $
  std::vector<LogFilterStep> steps;
};

// Looks for several expressions, each of them alternatives, in one pass over a text. All ways to
// match are followed at once, a bit for each: bit i is set when step i may come next, and behind
// each alternative's steps is one that stands for its match. So a byte costs a few machine words'
// operations for each 64 steps of all expressions together, whatever the text ("Extended Shift-And"
// in Navarro and Raffinot, Flexible Pattern Matching in Strings).
class LogFilterAutomaton {
 public:
  using Expression = std::vector<LogFilterAlternative>;

  explicit LogFilterAutomaton(const std::vector<Expression>& expressions);

  // Which expressions match somewhere in the text, by their positions.
  std::vector<bool> find(std::string_view text) const;

  // How many words a byte's work has.
  std::size_t words() const { return words_; }

 private:
  using Bits = std::vector<std::uint64_t>;
  // The ends of one expression's alternatives.
  struct Ends {
    Bits anywhere;
    Bits at_end;  // of the text
  };

  void add(const LogFilterAlternative& alternative, std::size_t first, Ends& ends);
  void take(unsigned char byte, Bits& now, Bits& seen) const;
  void pass_over_optional(Bits& now) const;

  std::size_t words_ = 0;
  std::vector<Bits> takes_;  // by byte
  Bits optional_;
  Bits repeats_;
  Bits begins_;           // of all alternatives
  Bits begins_anywhere_;  // of those without ^
  std::vector<Ends> ends_;
};

}  // namespace server::operations
