#include "core/utf8.h"

namespace core {
namespace {

constexpr std::size_t kMaxCharacterBytes = 4;

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// How many bytes the character at the front has; 0 when there is none.
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[i])) return 0;
  }
  // Overlong forms, surrogates, and what lies beyond U+10FFFF.
  const unsigned char second = byte(1);
  if (lead == 0xE0 && second < 0xA0) return 0;
  if (lead == 0xED && second > 0x9F) return 0;
  if (lead == 0xF0 && second < 0x90) return 0;
  if (lead == 0xF4 && second > 0x8F) return 0;
  return length;
}

std::size_t valid_prefix(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t length = character_length(text.substr(i));
    if (length == 0) break;
    i += length;
  }
  return i;
}

}  // namespace

bool is_utf8(std::string_view text) {
  return valid_prefix(text) == text.size();
}

std::string to_utf8(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  while (true) {
    const std::size_t valid = valid_prefix(bytes);
    text.append(bytes.substr(0, valid));
    if (valid == bytes.size()) return text;
    text.append("\xEF\xBF\xBD");
    bytes.remove_prefix(valid + 1);
  }
}

std::size_t utf8_cut(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text.size();
  std::size_t cut = limit;
  for (std::size_t i = 1; i < kMaxCharacterBytes && cut > 0 && is_continuation(text[cut]); ++i)
    --cut;
  return is_continuation(text[cut]) ? limit : cut;
}

std::string utf8_shortened(std::string text, std::size_t limit) {
  if (text.size() <= limit) return text;
  text.resize(utf8_cut(text, limit));
  return text + "…";
}

}  // namespace core
