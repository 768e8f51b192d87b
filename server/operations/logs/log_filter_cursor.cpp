#include "server/operations/logs/log_filter_cursor.h"

#include "server/operations/logs/log_filter.h"

#include <algorithm>

namespace server::operations {
namespace {

constexpr char kRegexMark = '%';

bool is_word_byte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

}  // namespace

bool LogFilterCursor::take(std::string_view token) {
  if (!rest_.starts_with(token)) return false;
  rest_.remove_prefix(token.size());
  skip_blanks();
  return true;
}

bool LogFilterCursor::take_keyword(std::string_view word) {
  if (rest_.size() < word.size()) return false;
  const auto same = [](char wanted, char found) { return wanted == upper(found); };
  if (!std::equal(word.begin(), word.end(), rest_.begin(), same)) return false;
  if (rest_.size() > word.size() && is_word_byte(rest_[word.size()])) return false;
  return take(rest_.substr(0, word.size()));
}

void LogFilterCursor::require(std::string_view token) {
  if (!take(token)) throw_invalid_pattern(std::string("'").append(token) + "' is missing");
}

std::string LogFilterCursor::take_marked(char mark) {
  std::string text;
  for (std::size_t i = 1; i < rest_.size(); ++i) {
    if (rest_[i] == mark) {
      rest_.remove_prefix(i + 1);
      return text;
    }
    if (rest_[i] == '\\' && i + 1 < rest_.size()) {
      if (mark == kRegexMark && rest_[i + 1] != mark) text += rest_[i];
      ++i;
    }
    text += rest_[i];
  }
  throw_invalid_pattern(std::string("a closing ") + mark + " is missing");
}

std::string_view LogFilterCursor::take_until(std::string_view stops) {
  const std::string_view taken =
      rest_.substr(0, std::min(rest_.find_first_of(stops), rest_.size()));
  rest_.remove_prefix(taken.size());
  return taken;
}

void LogFilterCursor::skip_blanks() {
  rest_.remove_prefix(std::min(rest_.find_first_not_of(kLogFilterBlanks), rest_.size()));
}

}  // namespace server::operations
