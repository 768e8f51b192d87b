#include "core/api_error.h"
#include "core/text_search.h"
#include "server/operations/logs/log_filter.h"
#include "server/operations/logs/log_filter_cursor.h"
#include "server/operations/logs/log_filter_regex.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace server::operations {
namespace {

enum class Role { included, excluded, optional };

struct Term {
  Role role = Role::included;
  std::string text;  // unless it is a regular expression
  std::optional<LogFilterAutomaton::Expression> regex;
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
    term.regex = parse_log_regex(cursor.take_marked('%'));
  } else {
    term.text = take_plain(cursor);
  }
  cursor.skip_blanks();
  return term;
}

// A text as an expression: it matches where it is.
LogFilterAutomaton::Expression as_expression(std::string_view text) {
  LogFilterAlternative alternative;
  for (const char c : text) {
    LogFilterStep step;
    step.bytes.set(static_cast<unsigned char>(c));
    alternative.steps.push_back(step);
  }
  return {std::move(alternative)};
}

// A few texts are looked for one after the other, which is quickest. Expressions, and texts beyond
// those, are looked for together.
class Terms {
 public:
  explicit Terms(std::vector<Term> terms) {
    for (Term& term : terms) {
      if (!term.regex && texts_.size() < kMaxTexts) {
        texts_.push_back(std::move(term));
        continue;
      }
      expressions_.push_back(term.regex ? *std::move(term.regex) : as_expression(term.text));
      included_.push_back(term.role == Role::included);
    }
    if (!expressions_.empty()) automaton_.emplace(expressions_);
    expressions_.clear();
  }

  // Each included one is there, and no excluded one.
  bool all_hold(std::string_view message) const {
    return std::all_of(texts_.begin(), texts_.end(),
                       [&](const Term& term) {
                         return core::contains_text(message, term.text) ==
                                (term.role == Role::included);
                       }) &&
           find(message) == included_;
  }

  bool any_found(std::string_view message) const {
    if (std::any_of(texts_.begin(), texts_.end(),
                    [&](const Term& term) { return core::contains_text(message, term.text); })) {
      return true;
    }
    const std::vector<bool> found = find(message);
    return std::find(found.begin(), found.end(), true) != found.end();
  }

  std::size_t looks() const {
    return 1 + texts_.size() + (automaton_ ? kLooksPerWord * automaton_->words() : 0);
  }

 private:
  static constexpr std::size_t kMaxTexts = 3;
  static constexpr std::size_t kLooksPerWord = 4;

  std::vector<bool> find(std::string_view message) const {
    if (!automaton_) return {};
    return automaton_->find(LogFilterRegex::without_newline(message));
  }

  std::vector<Term> texts_;
  std::vector<LogFilterAutomaton::Expression> expressions_;  // while it is made
  std::vector<bool> included_;                               // of the automaton's
  std::optional<LogFilterAutomaton> automaton_;
};

}  // namespace

LogFilter parse_log_terms(std::string_view pattern) {
  std::vector<Term> required;
  std::vector<Term> optional;
  for (LogFilterCursor cursor(pattern); !cursor.at_end();) {
    Term term = take_term(cursor);
    (term.role == Role::optional ? optional : required).push_back(std::move(term));
  }
  // "?" beside other terms has no effect: documented so.
  const bool any = required.empty();
  Terms terms(any ? std::move(optional) : std::move(required));
  const std::size_t looks = terms.looks();
  return {[terms = std::move(terms), any](std::string_view message) {
            return any ? terms.any_found(message) : terms.all_hold(message);
          },
          looks};
}

}  // namespace server::operations
