#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace core {

// Standard alphabet, padded, without line breaks.
std::string base64_encode(std::string_view bytes);
// nullopt for text that isn't strictly such.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace core
