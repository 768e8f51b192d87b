#pragma once

#include <cstdint>
#include <string_view>

namespace core {

// The 64-bit hash FNV-1a: quick for a few bytes, and no secret.
constexpr std::uint64_t fnv1a(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

}  // namespace core
