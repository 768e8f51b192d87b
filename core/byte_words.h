#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

// Looks at a text eight bytes at a time, on any machine. A match is a word whose lowest set bit is
// the high bit of the first byte that fits, in memory's order; nothing is promised of the bits
// above. 0: no byte fits.
namespace core::byte_words {

using Word = std::uint64_t;
static_assert(std::endian::native == std::endian::little, "the first byte is the lowest");

constexpr std::size_t kBytes = sizeof(Word);
constexpr Word kEach = 0x0101010101010101;
constexpr Word kHighBits = kEach * 0x80;

inline Word load(const char* at) {
  Word word = 0;
  std::memcpy(&word, at, kBytes);
  return word;
}

// Bytes less than the limit, which is at most 0x80.
constexpr Word match_below(Word word, unsigned char limit) {
  return (word - kEach * limit) & ~word & kHighBits;
}

constexpr Word match(Word word, char c) {
  return match_below(word ^ kEach * static_cast<unsigned char>(c), 1);
}

constexpr std::size_t first_of(Word match) {
  return static_cast<std::size_t>(std::countr_zero(match)) / 8;
}

// Whether match(word) finds any byte of the text. It mustn't find a blank.
template <class Match>
bool any(std::string_view text, Match match) {
  Word found = 0;
  if (text.size() < kBytes) {
    Word word = kEach * ' ';
    for (const char c : text) word = word << 8 | static_cast<unsigned char>(c);
    return match(word) != 0;
  }
  const char* const last = text.data() + text.size() - kBytes;
  for (const char* at = text.data(); at < last; at += kBytes) found |= match(load(at));
  return (found | match(load(last))) != 0;
}

}  // namespace core::byte_words
