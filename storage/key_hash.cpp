#include "storage/key_hash.h"

#include "core/digest.h"
#include "core/ensure.h"

#include <algorithm>

namespace storage {
namespace {

constexpr int kZeroNumber = 0x80;
constexpr int kPositiveExponent = 0xC1;
constexpr int kNegativeExponent = 0x3E;
constexpr char kNegativeEnd = 0x66;
constexpr std::size_t kMaxPairs = 20;

int floor_half(int value) {
  return value >= 0 ? value / 2 : -((1 - value) / 2);
}

// The coefficient's pairs, last one first. A pair is whole when its power of ten is even, so an odd
// exponent puts a zero behind the last digit.
template <class Unsigned>
std::string pairs_reversed(Unsigned coefficient, int exponent) {
  std::string pairs;
  if (exponent % 2 != 0) {
    pairs.push_back(static_cast<char>(coefficient % 10 * 10));
    coefficient /= 10;
  }
  for (; coefficient != 0; coefficient /= 100) {
    pairs.push_back(static_cast<char>(coefficient % 100));
  }
  return pairs;
}

std::string pairs_reversed(const core::Number& number) {
  const core::Number::Coefficient coefficient = number.coefficient();
  if (coefficient >> 64 != 0) return pairs_reversed(coefficient, number.exponent());
  // The quicker division.
  return pairs_reversed(static_cast<std::uint64_t>(coefficient), number.exponent());
}

void append_hashed_number(std::string& bytes, const core::Number& number) {
  if (number.is_zero()) {
    bytes.push_back(static_cast<char>(kZeroNumber));
    return;
  }
  std::string pairs = pairs_reversed(number);
  std::reverse(pairs.begin(), pairs.end());
  const int exponent = floor_half(number.magnitude());
  const bool negative = number.is_negative();
  bytes.push_back(
      static_cast<char>(negative ? kNegativeExponent - exponent : kPositiveExponent + exponent));
  for (const char pair : pairs) {
    bytes.push_back(static_cast<char>(negative ? 101 - pair : pair + 1));
  }
  if (negative && pairs.size() < kMaxPairs) bytes.push_back(kNegativeEnd);
}

}  // namespace

void append_hashed(std::string& bytes, const core::AttributeValue& value) {
  if (const auto* s = value.get_if<std::string>()) {
    bytes += *s;
  } else if (const auto* n = value.get_if<core::Number>()) {
    append_hashed_number(bytes, *n);
  } else {
    const auto* b = value.get_if<core::Binary>();
    core::ensure(b, "a key's attribute is a string, a number or binary");
    bytes += b->bytes;
  }
}

std::uint64_t key_hash(std::string_view bytes) {
  core::ensure(bytes.starts_with(kHashSalt), "hashed bytes begin with the salt");
  const auto digest = core::md5(bytes);
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < 8; ++i) hash = hash << 8 | digest[i];
  return hash;
}

}  // namespace storage
