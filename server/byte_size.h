#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace server {

// "512", "64KB", "512MB", "2GB" or "1TB", in either case, as bytes; a number alone has the given
// unit. nullopt for anything else, and for what 64 bits can't hold.
std::optional<std::uint64_t> parse_byte_size(std::string_view text, std::uint64_t unit_bytes);

}  // namespace server
