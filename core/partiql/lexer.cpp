#include "core/partiql/lexer.h"

#include "core/api_error.h"
#include "core/ascii.h"
#include "core/partiql/keywords.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <limits>
#include <utility>

namespace core::partiql {

namespace {

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
bool begins_word(char c) {
  return is_letter(c) || c == '_' || c == '$';
}
bool continues_word(char c) {
  return begins_word(c) || is_digit(c);
}
// The second and later bytes of a UTF-8 character.
bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// What the lexer can't read AWS refuses without saying why.
[[noreturn]] void fail() {
  throw_not_well_formed("");
}

// Numbers are read as Java's BigDecimal reads them: the exponent has to fit into 32 bits, and so
// has the scale, the digits behind the point less the exponent [AWS].
void check_scale(std::int64_t digits_behind_point, std::string_view exponent) {
  using Int = std::numeric_limits<std::int32_t>;
  if (exponent.starts_with('+')) exponent.remove_prefix(1);
  std::int32_t value = 0;
  const char* const end = exponent.data() + exponent.size();
  const auto result = std::from_chars(exponent.data(), end, value);
  if (result.ec != std::errc() || result.ptr != end) fail();
  const std::int64_t scale = digits_behind_point - value;
  if (scale < Int::min() || scale > Int::max()) fail();
}

// A multiplication has something to its left; any other star is everything.
bool ends_operand(const Token& token) {
  switch (token.kind) {
    case TokenKind::identifier:
    case TokenKind::quoted_identifier:
    case TokenKind::string:
    case TokenKind::number:
    case TokenKind::parameter: return true;
    case TokenKind::keyword:
      return token.text == "true" || token.text == "false" || token.text == "null" ||
             token.text == "missing";
    case TokenKind::symbol:
      return token.text == ")" || token.text == "]" || token.text == "}" || token.text == ">>";
    case TokenKind::star:
    case TokenKind::end: return false;
  }
  __builtin_unreachable();
}

class Scanner {
 public:
  explicit Scanner(std::string_view statement) : rest_(statement) {}

  std::vector<Token> run() {
    for (skip_blanks(); !rest_.empty(); skip_blanks()) scan_token();
    tokens_.push_back(Token{TokenKind::end, "", place_});
    return std::move(tokens_);
  }

 private:
  char at(std::size_t offset) const { return offset < rest_.size() ? rest_[offset] : '\0'; }

  template <class Belongs>
  std::size_t run_length(std::size_t from, Belongs belongs) const {
    std::size_t end = from;
    while (end < rest_.size() && belongs(rest_[end])) ++end;
    return end - from;
  }

  void advance(std::size_t bytes) {
    for (const char c : rest_.substr(0, bytes)) {
      if (c == '\n') {
        ++place_.line;
        place_.column = 1;
      } else if (!is_continuation(c)) {
        ++place_.column;
      }
    }
    rest_.remove_prefix(bytes);
  }

  void skip_blanks() {
    for (;;) {
      if (const std::size_t spaces = run_length(0, is_space); spaces > 0) {
        advance(spaces);
      } else if (rest_.starts_with("--")) {
        advance(run_length(0, [](char c) { return c != '\n'; }));
      } else if (rest_.starts_with("/*")) {
        const std::size_t end = rest_.find("*/", 2);
        if (end == std::string_view::npos) fail();
        advance(end + 2);
      } else {
        return;
      }
    }
  }

  void add(TokenKind kind, std::string text, std::size_t bytes) {
    Token token{kind, std::move(text), place_};
    token.position.length = static_cast<std::size_t>(
        std::count_if(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(bytes),
                      [](char c) { return !is_continuation(c); }));
    tokens_.push_back(std::move(token));
    advance(bytes);
  }

  void scan_token() {
    const char c = rest_.front();
    if (begins_word(c)) return scan_word();
    if (is_digit(c) || (c == '.' && is_digit(at(1)))) return scan_number();
    if (c == '\'') return scan_quoted(TokenKind::string);
    if (c == '"') return scan_quoted(TokenKind::quoted_identifier);
    if (c == '?') return add(TokenKind::parameter, "?", 1);
    scan_symbol();
  }

  void scan_word() {
    const std::size_t length = run_length(0, continues_word);
    std::string lower = in_lower_case(rest_.substr(0, length));
    if (is_keyword(lower)) return add(TokenKind::keyword, std::move(lower), length);
    add(TokenKind::identifier, std::string(rest_.substr(0, length)), length);
  }

  // digits ["." digits] [("e" | "E") ["+" | "-"] digits], where one of the first two may be missing
  void scan_number() {
    std::size_t length = run_length(0, is_digit);
    std::size_t behind_point = 0;
    if (at(length) == '.') {
      behind_point = run_length(length + 1, is_digit);
      length += 1 + behind_point;
    }
    std::string_view exponent = "0";
    if (lower_case(at(length)) == 'e') {
      const std::size_t sign = at(length + 1) == '+' || at(length + 1) == '-' ? 1 : 0;
      const std::size_t digits = run_length(length + 1 + sign, is_digit);
      exponent = rest_.substr(length + 1, sign + digits);
      length += 1 + sign + digits;
    }
    if (begins_word(at(length))) fail();
    check_scale(static_cast<std::int64_t>(behind_point), exponent);
    add(TokenKind::number, std::string(rest_.substr(0, length)), length);
  }

  // A quote inside is doubled.
  void scan_quoted(TokenKind kind) {
    const char quote = rest_.front();
    std::string text;
    std::size_t end = 1;
    for (;; ++end) {
      if (end == rest_.size()) fail();
      if (rest_[end] == quote && at(++end) != quote) break;
      text += rest_[end];
    }
    add(kind, std::move(text), end);
  }

  void scan_symbol() {
    constexpr std::string_view kPairs[] = {"<<", ">>", "<=", ">=", "<>", "!=", "||"};
    for (const std::string_view pair : kPairs) {
      if (!rest_.starts_with(pair)) continue;
      return add(TokenKind::symbol, pair == "!=" ? "<>" : std::string(pair), pair.size());
    }
    constexpr std::string_view kSingles = "+-*/%^=@<>()[]{},.:;";
    const char c = rest_.front();
    if (kSingles.find(c) == std::string_view::npos) fail();
    const bool everything = c == '*' && (tokens_.empty() || !ends_operand(tokens_.back()));
    add(everything ? TokenKind::star : TokenKind::symbol, std::string(1, c), 1);
  }

  std::string_view rest_;
  Position place_;
  std::vector<Token> tokens_;
};

struct Joined {
  std::string_view words;  // with blanks between them
  std::string_view keyword;
};
// Longer ones before those that they begin with.
constexpr Joined kJoined[] = {
    {"insert into",            "insert_into"      },
    {"all old",                "all_old"          },
    {"all new",                "all_new"          },
    {"modified old",           "modified_old"     },
    {"modified new",           "modified_new"     },
    {"is not",                 "is_not"           },
    {"not in",                 "not_in"           },
    {"not between",            "not_between"      },
    {"not like",               "not_like"         },
    {"on conflict",            "on_conflict"      },
    {"do nothing",             "do_nothing"       },
    {"double precision",       "double_precision" },
    {"character varying",      "character_varying"},
    {"union all",              "union_all"        },
    {"except all",             "except_all"       },
    {"intersect all",          "intersect_all"    },
    {"inner cross join",       "join"             },
    {"inner join",             "join"             },
    {"cross join",             "join"             },
    {"left outer cross join",  "join"             },
    {"left outer join",        "join"             },
    {"left cross join",        "join"             },
    {"left join",              "join"             },
    {"right outer cross join", "join"             },
    {"right outer join",       "join"             },
    {"right cross join",       "join"             },
    {"right join",             "join"             },
    {"full outer cross join",  "join"             },
    {"full outer join",        "join"             },
    {"full cross join",        "join"             },
    {"full join",              "join"             },
    {"outer cross join",       "join"             },
    {"outer join",             "join"             },
};

// How many tokens from `from` on are these words; 0: they aren't.
std::size_t count_words(const std::vector<Token>& tokens, std::size_t from,
                        std::string_view words) {
  std::size_t count = 0;
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    if (!tokens[from + count].is_keyword(word)) return 0;  // the last token is no keyword
    words.remove_prefix(std::min(words.size(), word.size() + 1));
    ++count;
  }
  return count;
}

// The words that a keyword begins, joined; nullptr when there are none.
const Joined* find_joined(const std::vector<Token>& tokens, std::size_t from) {
  if (tokens[from].kind != TokenKind::keyword) return nullptr;
  const auto* found = std::find_if(std::begin(kJoined), std::end(kJoined), [&](const Joined& each) {
    return count_words(tokens, from, each.words) > 0;
  });
  return found != std::end(kJoined) ? found : nullptr;
}

std::vector<Token> join_words(std::vector<Token> tokens) {
  std::size_t end = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i, ++end) {
    const Joined* joined = find_joined(tokens, i);
    const std::size_t from = i;
    if (joined) i += count_words(tokens, i, joined->words) - 1;
    if (end != from) tokens[end] = std::move(tokens[from]);
    if (joined) tokens[end].text = joined->keyword;
  }
  tokens.resize(end);
  return tokens;
}

}  // namespace

std::string text(const Position& position) {
  return fmt::format("{}:{}:{}", position.line, position.column, position.length);
}

std::vector<Token> tokenize(std::string_view statement) {
  return join_words(Scanner(statement).run());
}

void throw_not_well_formed(std::string_view detail) {
  throw_validation(fmt::format("Statement wasn't well formed, can't be processed: {}", detail));
}

}  // namespace core::partiql
