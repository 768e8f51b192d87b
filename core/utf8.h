#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace core {

bool is_utf8(std::string_view text);

// The text itself if it is UTF-8; otherwise with U+FFFD in place of each byte that isn't part of
// a character. Handlers print what they like, log events are text.
std::string to_utf8(std::string_view bytes);

// The largest length not above `limit` at which the text can be cut without splitting a character.
std::size_t utf8_cut(std::string_view text, std::size_t limit);
// The text, or as much of it as has so many bytes, and an ellipsis.
std::string utf8_shortened(std::string text, std::size_t limit);

}  // namespace core
