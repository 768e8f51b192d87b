#include "lambda-host/mappings/text_table.h"

#include "core/ascii.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

namespace text_table_test {

using lambda_host::TextMatch;
using lambda_host::TextTable;

namespace {

using Texts = std::vector<std::string>;

// What a table means, one text after the other.
bool one_matches(TextMatch match, bool ignore_case, const Texts& texts, std::string value) {
  if (ignore_case) value = core::in_lower_case(value);
  return std::any_of(texts.begin(), texts.end(), [&](std::string text) {
    if (ignore_case) text = core::in_lower_case(text);
    if (match == TextMatch::prefix) return value.starts_with(text);
    return match == TextMatch::suffix ? value.ends_with(text) : value == text;
  });
}

class RandomTexts {
 public:
  explicit RandomTexts(std::uint32_t seed) : random_(seed) {}
  // Of few letters, one of them not ASCII, so that many begin and end alike.
  std::string text(std::size_t longest) {
    static constexpr char kLetters[] = {'a', 'A', 'b', 'B', '[', '\xc3'};
    std::string text(below(longest + 1), ' ');
    for (char& c : text) c = kLetters[below(std::size(kLetters))];
    return text;
  }
  Texts texts(std::size_t most) {
    Texts texts(1 + below(most));
    for (std::string& text : texts) text = this->text(5);
    return texts;
  }

 private:
  std::size_t below(std::size_t end) { return random_() % end; }
  std::mt19937 random_;
};

}  // namespace

TEST_CASE("a value is found by what it equals, begins with or ends in") {
  const Texts texts = {"b", "ab", "abc", "ab"};
  const TextTable equals(TextMatch::equals, false, texts);
  CHECK(equals.matches("abc"));
  CHECK_FALSE(equals.matches("abcd"));
  CHECK_FALSE(equals.matches("a"));
  const TextTable prefix(TextMatch::prefix, false, texts);
  CHECK(prefix.matches("abcd"));
  CHECK(prefix.matches("abb"));
  CHECK(prefix.matches("b"));
  CHECK_FALSE(prefix.matches("a"));
  CHECK_FALSE(prefix.matches("Ab"));
  CHECK_FALSE(prefix.matches(""));
  const TextTable suffix(TextMatch::suffix, false, {"ab", "xab", "c"});
  CHECK(suffix.matches("zab"));
  CHECK(suffix.matches("abc"));
  CHECK_FALSE(suffix.matches("aba"));
}

TEST_CASE("the empty text begins and ends all, and equals itself") {
  CHECK(TextTable(TextMatch::prefix, false, {"a", ""}).matches("z"));
  CHECK(TextTable(TextMatch::suffix, false, {"", "a"}).matches(""));
  CHECK_FALSE(TextTable(TextMatch::equals, false, {"", "a"}).matches("z"));
  CHECK_FALSE(TextTable(TextMatch::prefix, false, {}).matches(""));
}

TEST_CASE("what was given is kept, each once") {
  const TextTable table(TextMatch::suffix, true, {"b", "ab", "B", "b"});
  CHECK(table.texts() == Texts{"B", "ab", "b"});
  CHECK(table.match() == TextMatch::suffix);
  CHECK(table.ignores_case());
  CHECK_FALSE(TextTable(TextMatch::suffix, false, {}).ignores_case());
}

TEST_CASE("looking up says what one after the other says, for texts of every kind") {
  RandomTexts random(4711);
  int found = 0;
  int checks = 0;
  for (int round = 0; round < 400; ++round) {
    const Texts texts = random.texts(40);
    for (const TextMatch match : {TextMatch::equals, TextMatch::prefix, TextMatch::suffix}) {
      for (const bool ignore_case : {false, true}) {
        const TextTable table(match, ignore_case, texts);
        for (int i = 0; i < 30; ++i, ++checks) {
          const std::string value = random.text(7);
          const bool expected = one_matches(match, ignore_case, texts, value);
          found += expected ? 1 : 0;
          CAPTURE(value);
          REQUIRE(table.matches(value) == expected);
        }
      }
    }
  }
  CHECK(found > checks / 20);
  CHECK(found < checks * 19 / 20);
}

}  // namespace text_table_test
