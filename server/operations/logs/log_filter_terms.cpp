#include "core/api_error.h"
#include "server/operations/logs/log_filter.h"
#include "server/operations/logs/log_filter_cursor.h"
#include "server/operations/logs/log_filter_regex.h"

#include <algorithm>
#include <memory>
#include <vector>

namespace server::operations {
namespace {

enum class Role { included, excluded, optional };

struct Term {
  Role role = Role::included;
  std::string text;  // unless it is a regular expression
  std::shared_ptr<const LogFilterRegex> regex;

  bool in(std::string_view message) const {
    return regex ? regex->found_in(message) : message.find(text) != std::string_view::npos;
  }
};

bool is_plain(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::string take_plain(LogFilterCursor& cursor) {
  std::string text(cursor.take_until(kLogFilterBlanks));
  if (text.empty() || !std::all_of(text.begin(), text.end(), is_plain)) {
    throw core::ApiError(core::ErrorCode::invalid_parameter,
                         "Invalid character(s) in term '" + text + "'");
  }
  return text;
}

Role take_role(LogFilterCursor& cursor) {
  if (cursor.take("-")) return Role::excluded;
  return cursor.take("?") ? Role::optional : Role::included;
}

Term take_term(LogFilterCursor& cursor) {
  Term term;
  term.role = take_role(cursor);
  if (cursor.peek() == '"') {
    term.text = cursor.take_marked('"');
  } else if (cursor.peek() == '%') {
    term.regex = std::make_shared<LogFilterRegex>(cursor.take_marked('%'));
  } else {
    term.text = take_plain(cursor);
  }
  cursor.skip_blanks();
  return term;
}

bool matches(const std::vector<Term>& terms, std::string_view message) {
  return std::all_of(terms.begin(), terms.end(), [&](const Term& term) {
    return term.in(message) == (term.role == Role::included);
  });
}

}  // namespace

LogFilter parse_log_terms(std::string_view pattern) {
  std::vector<Term> required;
  std::vector<Term> optional;
  for (LogFilterCursor cursor(pattern); !cursor.at_end();) {
    Term term = take_term(cursor);
    (term.role == Role::optional ? optional : required).push_back(std::move(term));
  }
  // "?" beside other terms has no effect: documented so.
  if (!required.empty() || optional.empty()) {
    return [required](std::string_view message) { return matches(required, message); };
  }
  return [optional](std::string_view message) {
    return std::any_of(optional.begin(), optional.end(),
                       [&](const Term& term) { return term.in(message); });
  };
}

}  // namespace server::operations
