#include "server/operations/logs/log_filter_regex.h"

#include "server/operations/logs/log_filter.h"

#include <algorithm>
#include <optional>

namespace server::operations {
namespace {

constexpr std::size_t kMaxSteps = 256;

using Bytes = std::bitset<256>;

std::size_t index_of(char c) {
  return static_cast<unsigned char>(c);
}

Bytes range(char first, char last) {
  Bytes bytes;
  for (std::size_t i = index_of(first); i <= index_of(last); ++i) bytes.set(i);
  return bytes;
}

// \d, \w, \s and their opposites.
std::optional<Bytes> named_class(char name) {
  switch (name) {
    case 'd': return range('0', '9');
    case 'D': return ~range('0', '9');
    case 'w':
    case 'W': {
      Bytes word = range('0', '9') | range('a', 'z') | range('A', 'Z');
      word.set(index_of('_'));
      return name == 'w' ? word : ~word;
    }
    case 's':
    case 'S': {
      Bytes space = range('\t', '\r');
      space.set(index_of(' '));
      return name == 's' ? space : ~space;
    }
    default: return std::nullopt;
  }
}

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

class RegexParser {
 public:
  explicit RegexParser(std::string_view text) : text_(text) {}

  // expression := alternative ("|" alternative)*
  LogFilterAutomaton::Expression parse() {
    do {
      parse_alternative();
    } while (take('|'));
    return std::move(into_);
  }

 private:
  using Step = LogFilterStep;

  // alternative := "^"? (atom quantifier?)* "$"?
  void parse_alternative() {
    auto& alternative = into_.emplace_back();
    alternative.from_begin = take('^');
    while (!at_end() && peek() != '|') {
      if (peek() == '$') {
        next();
        alternative.to_end = true;
        if (!at_end() && peek() != '|') fail();
        return;
      }
      const Bytes atom = parse_atom();
      add_quantified(alternative.steps, atom);
    }
  }

  // atom := "." | "[" … "]" | "\" escape | any other
  Bytes parse_atom() {
    const char c = next();
    switch (c) {
      case '.': {
        Bytes any;
        any.set();
        any.reset(index_of('\n'));
        return any;
      }
      case '[': return parse_set();
      case '\\': return parse_escape();
      case '(':
      case ')':
      case '*':
      case '+':
      case '?':
      case '{':
      case '}':
      case '^': fail();
      default: return range(c, c);
    }
  }

  Bytes parse_escape() {
    const char c = next();
    if (const auto named = named_class(c)) return *named;
    if (c != 'x') return range(c, c);
    const auto high = hex_digit(next());
    const auto low = hex_digit(next());
    if (!high || !low) fail();
    Bytes byte;
    byte.set(*high * 16 + *low);
    return byte;
  }

  // set := "[" "^"? (member ("-" member)?)+ "]"
  Bytes parse_set() {
    const bool inverted = take('^');
    Bytes bytes;
    do {
      bytes |= parse_set_member();
    } while (!take(']'));
    return inverted ? ~bytes : bytes;
  }

  Bytes parse_set_member() {
    const char first = next();
    if (first == '\\') return parse_escape();
    const bool ranges = rest().size() > 1 && rest()[0] == '-' && rest()[1] != ']';
    if (!ranges) return range(first, first);
    next();
    char last = next();
    if (last == '\\') last = next();
    if (index_of(last) < index_of(first)) fail();
    return range(first, last);
  }

  // quantifier := "*" | "+" | "?" | "{" n ("," m?)? "}"
  void add_quantified(std::vector<Step>& steps, const Bytes& bytes) {
    if (take('*')) return add(steps, {bytes, true, true});
    if (take('+')) return add(steps, {bytes, false, true});
    if (take('?')) return add(steps, {bytes, true, false});
    if (!take('{')) return add(steps, {bytes, false, false});
    const std::size_t least = parse_count();
    const bool has_comma = take(',');
    const bool unbounded = has_comma && !at_end() && peek() == '}';
    const std::size_t most = has_comma && !unbounded ? parse_count() : least;
    if (!take('}') || most < least) fail();
    for (std::size_t i = 0; i < least; ++i) add(steps, {bytes, false, false});
    for (std::size_t i = least; i < most; ++i) add(steps, {bytes, true, false});
    if (unbounded) add(steps, {bytes, true, true});
  }

  std::size_t parse_count() {
    std::size_t count = 0;
    if (at_end() || peek() < '0' || peek() > '9') fail();
    while (!at_end() && peek() >= '0' && peek() <= '9') {
      count = std::min(count * 10 + static_cast<std::size_t>(next() - '0'), kMaxSteps + 1);
    }
    return count;
  }

  void add(std::vector<Step>& steps, const Step& step) {
    if (++step_count_ > kMaxSteps) fail();
    steps.push_back(step);
  }

  std::string_view rest() const { return text_.substr(at_); }
  bool at_end() const { return at_ == text_.size(); }
  char peek() const { return text_[at_]; }
  char next() {
    if (at_end()) fail();
    return text_[at_++];
  }
  bool take(char c) {
    if (at_end() || peek() != c) return false;
    ++at_;
    return true;
  }
  [[noreturn]] void fail() const {
    throw_invalid_pattern("unsupported regular expression %" + std::string(text_) + "%");
  }

  std::string_view text_;
  LogFilterAutomaton::Expression into_;
  std::size_t at_ = 0;
  std::size_t step_count_ = 0;
};

}  // namespace

LogFilterAutomaton::Expression parse_log_regex(std::string_view pattern) {
  return RegexParser(pattern).parse();
}

LogFilterRegex::LogFilterRegex(std::string_view pattern) : automaton_({parse_log_regex(pattern)}) {}

std::string_view LogFilterRegex::without_newline(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  return text;
}

}  // namespace server::operations
