#include "core/byte_words.h"

#include <doctest/doctest.h>

#include <string>

namespace byte_words_test {

using namespace core::byte_words;

TEST_CASE("the first byte that fits is found, whatever stands around it") {
  for (std::size_t at = 0; at < kBytes; ++at) {
    for (const char other : {'+', '-', '\0', '\xff', '\xac'}) {
      std::string text(kBytes, other);
      CAPTURE(at);
      CHECK(match(load(text.data()), ',') == 0);
      text[at] = ',';
      CHECK(first_of(match(load(text.data()), ',')) == at);
      text.back() = ',';
      CHECK(first_of(match(load(text.data()), ',')) == at);
    }
  }
}

TEST_CASE("bytes below a limit are found, those at it and above aren't") {
  const auto below = [](char c) {
    return match_below(load(std::string(kBytes, c).data()), ' ') != 0;
  };
  for (const char c : {'\0', '\x01', '\n', '\x1f'}) CHECK(below(c));
  for (const char c : {' ', '!', 'a', '\x7f', '\x80', '\xff'}) CHECK_FALSE(below(c));
}

TEST_CASE("a text is looked at from its first byte to its last") {
  const auto has_comma = [](std::string_view text) {
    return any(text, [](Word word) { return match(word, ','); });
  };
  for (std::size_t size = 0; size < 40; ++size) {
    CAPTURE(size);
    CHECK_FALSE(has_comma(std::string(size, 'a')));
    for (std::size_t at = 0; at < size; ++at) {
      CAPTURE(at);
      std::string text(size + 1, 'a');
      text[at] = text[size] = ',';
      CHECK(has_comma(std::string_view(text).substr(0, size)));
      text[at] = 'a';
      CHECK_FALSE(has_comma(std::string_view(text).substr(0, size)));
    }
  }
}

}  // namespace byte_words_test
