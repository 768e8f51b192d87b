#include "storage/key_hash.h"

#include "core/digest.h"

#include <algorithm>
#include <cassert>

namespace storage {
namespace {

constexpr int kZero = 0x80;
constexpr int kPositiveExponent = 0xC1;
constexpr int kNegativeExponent = 0x3E;
constexpr char kNegativeEnd = 0x66;
constexpr std::size_t kMaxPairs = 20;

int floor_half(int value) {
  return value >= 0 ? value / 2 : -((1 - value) / 2);
}

// The coefficient's pairs, last one first. A pair is whole when its power of ten is even, so an odd
// exponent puts a zero behind the last digit.
std::string pairs_reversed(const core::Number& number) {
  std::string pairs;
  core::Number::Coefficient rest = number.coefficient();
  if (number.exponent() % 2 != 0) {
    pairs.push_back(static_cast<char>(rest % 10 * 10));
    rest /= 10;
  }
  for (; rest != 0; rest /= 100) pairs.push_back(static_cast<char>(rest % 100));
  return pairs;
}

void append_number(std::string& bytes, const core::Number& number) {
  if (number.is_zero()) {
    bytes.push_back(static_cast<char>(kZero));
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
    append_number(bytes, *n);
  } else {
    const auto* b = value.get_if<core::Binary>();
    assert(b);
    bytes += b->bytes;
  }
}

std::uint64_t key_hash(std::string_view bytes) {
  std::string salted("Outliers");
  salted += bytes;
  const auto digest = core::md5(salted);
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < 8; ++i) hash = hash << 8 | digest[i];
  return hash;
}

}  // namespace storage
