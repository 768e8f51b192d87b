#pragma once

#include <string>
#include <string_view>

namespace server::operations {

// What is left of a filter pattern while it is parsed.
class LogFilterCursor {
 public:
  explicit LogFilterCursor(std::string_view pattern) : rest_(pattern) { skip_blanks(); }

  bool at_end() const { return rest_.empty(); }
  // '\0' at the end.
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  // Takes the token and the blanks behind it, if the rest begins with it.
  bool take(std::string_view token);
  // The same for a keyword, in any case, which nothing but a blank or punctuation may follow.
  bool take_keyword(std::string_view word);
  void require(std::string_view token);

  // What lies between two marks, the first of which comes next. A backslash in front of the mark
  // makes it a character; other backslashes are kept for a regular expression only.
  std::string take_marked(char mark);
  // Everything up to one of the characters, which may be nothing; not the blanks behind it.
  std::string_view take_until(std::string_view stops);
  void skip_blanks();

 private:
  std::string_view rest_;
};

inline constexpr std::string_view kLogFilterBlanks = " \t\r\n";

}  // namespace server::operations
