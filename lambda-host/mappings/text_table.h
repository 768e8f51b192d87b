#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lambda_host {

enum class TextMatch { equals, prefix, suffix };

// Many texts, one of which a value must equal, begin with or end in. A value is looked up among
// them in as many comparisons as their number has binary digits.
//
// They lie in the order of their bytes, from the last one backwards for suffixes, lower case taken
// for upper where case is ignored; and without those that begin with another one, since that is met
// first. So the only one that a value may begin with is the last that doesn't come after it: what
// lay between would begin with that one, too.
class TextTable {
 public:
  TextTable(TextMatch match, bool ignore_case, std::vector<std::string> texts);

  bool matches(std::string_view value) const;

  TextMatch match() const { return match_; }
  bool ignores_case() const { return ignore_case_; }
  // Each once, in the order of their bytes.
  const std::vector<std::string>& texts() const { return texts_; }

 private:
  char at(std::string_view text, std::size_t index) const;
  // How many bytes of both are alike, counted from the end where that counts.
  std::size_t common_length(std::string_view a, std::string_view b) const;
  bool is_before(std::string_view a, std::string_view b) const;
  bool fits(std::string_view wanted, std::string_view value) const;

  TextMatch match_;
  bool ignore_case_;
  std::vector<std::string> texts_;
  std::vector<std::string> sorted_;
};

}  // namespace lambda_host
