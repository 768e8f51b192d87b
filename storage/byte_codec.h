#pragma once

#include "core/ensure.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// What our stored forms are made of. A varint is 7 bits a byte, low ones first; the high bit says
// that more follow. A text is its length, a varint, and its bytes.
namespace storage {

inline void put_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(value | 0x80));
  out.push_back(static_cast<char>(value));
}

// How many there are in bytes that have nothing else.
inline std::size_t count_varints(std::string_view bytes) {
  return static_cast<std::size_t>(std::count_if(bytes.begin(), bytes.end(), [](char byte) {
    return static_cast<unsigned char>(byte) < 0x80;
  }));
}

inline void put_text(std::string& out, std::string_view text) {
  put_varint(out, text.size());
  out.append(text);
}

// A number that was put; it asks for each of its bytes.
template <class NextByte>
std::uint64_t read_varint(NextByte next_byte) {
  std::uint64_t value = 0;
  for (int shift = 0;; shift += 7) {
    core::ensure(shift < 64, "a stored number is of 64 bits");
    const unsigned char next = next_byte();
    value |= static_cast<std::uint64_t>(next & 0x7f) << shift;
    if (next < 0x80) return value;
  }
}

// Reads what was put. It must be the same, in the same order: bytes of our own making aren't
// checked. The texts are views of the bytes.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  bool at_end() const { return rest_.empty(); }
  std::uint64_t varint() {
    return read_varint([this] { return byte(); });
  }
  std::string_view text() { return take(varint()); }
  unsigned char byte() { return static_cast<unsigned char>(take(1)[0]); }

 private:
  std::string_view take(std::size_t count) {
    core::ensure(count <= rest_.size(), "stored bytes are whole");
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }

  std::string_view rest_;
};

}  // namespace storage
