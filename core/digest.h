#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

// Hashes. All of these may be called from any thread.
namespace core {

// 32 raw bytes.
std::string sha256(std::string_view bytes);

// 20 raw bytes.
std::string sha1(std::string_view bytes);

// For spreading keys, not for secrets.
std::array<std::uint8_t, 16> md5(std::string_view bytes);

// Two lower-case digits a byte.
std::string hex(std::string_view bytes);

}  // namespace core
