#include "core/base64.h"

#include <array>
#include <cstdint>

namespace core {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNone = 0xFF;

// The six bits that each character stands for, kNone for those outside of the alphabet.
constexpr auto kSextets = [] {
  std::array<std::uint8_t, 256> sextets{};
  sextets.fill(kNone);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    sextets[static_cast<std::uint8_t>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return sextets;
}();

std::uint32_t octet(char c) {
  return static_cast<std::uint8_t>(c);
}
std::uint32_t sextet(char c) {
  return kSextets[static_cast<std::uint8_t>(c)];
}
char letter(std::uint32_t bits) {
  return kAlphabet[bits & 0x3F];
}
char byte(std::uint32_t bits) {
  return static_cast<char>(bits & 0xFF);
}

// The last two or three characters before the padding: one or two bytes. Bits that no byte needs
// must be 0, so that every byte string has one text only.
bool decode_tail(std::string_view tail, char* out) {
  const std::uint32_t a = sextet(tail[0]);
  const std::uint32_t b = sextet(tail[1]);
  const std::uint32_t c = tail.size() == 3 ? sextet(tail[2]) : 0;
  if ((a | b | c) == kNone) return false;
  if (tail.size() == 2 ? (b & 0x0F) != 0 : (c & 0x03) != 0) return false;
  *out++ = byte(a << 2 | b >> 4);
  if (tail.size() == 3) *out = byte(b << 4 | c >> 2);
  return true;
}

}  // namespace

std::string base64_encode(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4, '=');
  char* out = text.data();
  for (; bytes.size() >= 3; bytes.remove_prefix(3)) {
    const std::uint32_t bits = octet(bytes[0]) << 16 | octet(bytes[1]) << 8 | octet(bytes[2]);
    *out++ = letter(bits >> 18);
    *out++ = letter(bits >> 12);
    *out++ = letter(bits >> 6);
    *out++ = letter(bits);
  }
  if (bytes.empty()) return text;
  const std::uint32_t bits = octet(bytes[0]) << 16 | (bytes.size() > 1 ? octet(bytes[1]) << 8 : 0);
  *out++ = letter(bits >> 18);
  *out++ = letter(bits >> 12);
  if (bytes.size() > 1) *out = letter(bits >> 6);
  return text;
}

std::optional<std::string> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  std::string bytes(text.size() * 3 / 4, '\0');
  char* out = bytes.data();
  for (; text.size() >= 4; text.remove_prefix(4)) {
    const std::uint32_t a = sextet(text[0]);
    const std::uint32_t b = sextet(text[1]);
    const std::uint32_t c = sextet(text[2]);
    const std::uint32_t d = sextet(text[3]);
    if ((a | b | c | d) == kNone) return std::nullopt;
    *out++ = byte(a << 2 | b >> 4);
    *out++ = byte(b << 4 | c >> 2);
    *out++ = byte(c << 6 | d);
  }
  if (!text.empty() && !decode_tail(text, out)) return std::nullopt;
  return bytes;
}

}  // namespace core
