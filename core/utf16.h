#pragma once

#include <cstddef>
#include <string_view>

namespace core {

// How long AWS takes a text for: as Java does, it counts UTF-16 code units. A character that takes
// four bytes of UTF-8 counts twice [AWS].
constexpr std::size_t utf16_length(std::string_view utf8) {
  std::size_t units = 0;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    units += static_cast<std::size_t>((byte & 0xC0U) != 0x80U);
    units += static_cast<std::size_t>(byte >= 0xF0U);
  }
  return units;
}

}  // namespace core
