#include "server/operations/logs/log_filter_automaton.h"

#include "server/operations/logs/log_filter_regex.h"

#include <doctest/doctest.h>

#include <random>
#include <regex>
#include <string>

namespace log_filter_automaton_test {

using server::operations::LogFilterAutomaton;
using server::operations::parse_log_regex;

namespace {

std::vector<bool> find(const std::vector<std::string>& patterns, std::string_view text) {
  std::vector<LogFilterAutomaton::Expression> expressions;
  for (const std::string& pattern : patterns) expressions.push_back(parse_log_regex(pattern));
  return LogFilterAutomaton(expressions).find(text);
}

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  std::string expression() {
    std::string text = alternative();
    for (std::size_t n = below(3); n > 0; --n) text += "|" + alternative();
    return text;
  }
  std::string text() {
    std::string text;
    for (std::size_t n = below(12); n > 0; --n) text += "abc"[below(3)];
    return text;
  }

 private:
  std::size_t below(std::size_t end) { return random_() % end; }

  std::string alternative() {
    constexpr const char* kAtoms[] = {"a", "b", "c", ".", "[ab]", "[^b]"};
    constexpr const char* kQuantifiers[] = {"", "", "", "*", "+", "?", "{2}", "{0,2}", "{1,}"};
    std::string text = below(4) == 0 ? "^" : "";
    // Lets the words' borders fall anywhere.
    if (below(3) == 0) text += "z{0," + std::to_string(1 + below(70)) + "}";
    for (std::size_t n = 1 + below(5); n > 0; --n) {
      text += kAtoms[below(std::size(kAtoms))];
      text += kQuantifiers[below(std::size(kQuantifiers))];
    }
    return below(4) == 0 ? text + "$" : text;
  }

  std::mt19937 random_;
};

}  // namespace

TEST_CASE("each expression is found for itself") {
  using Found = std::vector<bool>;
  CHECK(find({"a", "b", "^c", "a$"}, "cab") == Found{true, true, true, false});
  CHECK(find({"a|x", "x|y", ""}, "a") == Found{true, false, true});
  CHECK(find({"^$", "^a?$"}, "") == Found{true, true});
  CHECK(find({"^$", "^a?$"}, "b") == Found{false, false});
  CHECK(find({"b.{100}c", "b.{101}c"}, "b" + std::string(100, 'a') + "c") == Found{true, false});
}

TEST_CASE("a run of optional steps is passed over across the words' borders") {
  for (const int before : {60, 62, 63, 64, 65, 126, 127, 128}) {
    CAPTURE(before);
    const std::string n = std::to_string(before);
    CHECK(find({"^x{" + n + "}a?b?c?d$"}, std::string(before, 'x') + "d")[0]);
    CHECK(find({"^x{" + n + "}a?b?c?d$"}, std::string(before, 'x') + "bd")[0]);
    CHECK_FALSE(find({"^x{" + n + "}a?b?c?d$"}, std::string(before, 'x') + "bad")[0]);
    CHECK(find({"^a?x{0," + n + "}d$"}, "d")[0]);
  }
}

TEST_CASE("it finds what a matcher finds that tries one way after the other") {
  Generator generator(7);
  for (int i = 0; i < 400; ++i) {
    const std::string pattern = generator.expression();
    const std::regex reference(pattern);
    for (int j = 0; j < 5; ++j) {
      const std::string text = generator.text();
      CAPTURE(pattern);
      CAPTURE(text);
      CHECK(find({"b", pattern}, text)[1] == std::regex_search(text, reference));
    }
  }
}

}  // namespace log_filter_automaton_test
