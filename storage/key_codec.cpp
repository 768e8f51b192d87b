#include "storage/key_codec.h"

#include "core/ensure.h"
#include "storage/key_hash.h"

#include <array>

namespace storage {
namespace {

constexpr char kNegative = 0x00;
constexpr char kZero = 0x01;
constexpr char kPositive = 0x02;
constexpr std::size_t kUsualBytes = 64;  // most keys have less: no growing while they are built
constexpr int kMagnitudeBias = 130;      // magnitudes run from -130 to 125: one byte

void append_escaped(std::string& key, std::string_view bytes) {
  for (auto zero = bytes.find('\0'); zero != std::string_view::npos; zero = bytes.find('\0')) {
    key.append(bytes.substr(0, zero + 1)).push_back('\xff');
    bytes.remove_prefix(zero + 1);
  }
  key.append(bytes);
}

void append_bytes(std::string& key, std::string_view bytes) {
  append_escaped(key, bytes);
  key.append("\0\x01", 2);
}

using Digits = std::array<char, core::Number::kMaxDigits + 1>;

template <class Unsigned>
std::string_view digits_of(Unsigned coefficient, Digits& buffer) {
  std::size_t at = buffer.size();
  for (; coefficient != 0; coefficient /= 10) {
    buffer[--at] = static_cast<char>(coefficient % 10);
  }
  return {buffer.data() + at, buffer.size() - at};
}

// The digits of a coefficient from the first one on, without leading or trailing zeros.
std::string_view digits_of(const core::Number& number, Digits& buffer) {
  const core::Number::Coefficient coefficient = number.coefficient();
  if (coefficient >> 64 != 0) return digits_of(coefficient, buffer);
  return digits_of(static_cast<std::uint64_t>(coefficient), buffer);  // the quicker division
}

void append_number(std::string& key, const core::Number& number) {
  if (number.is_zero()) {
    key.push_back(kZero);
    return;
  }
  key.push_back(number.is_negative() ? kNegative : kPositive);
  const std::size_t start = key.size();
  key.push_back(static_cast<char>(number.magnitude() + kMagnitudeBias));
  Digits buffer;
  const std::string_view digits = digits_of(number, buffer);
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    const int second = i + 1 < digits.size() ? digits[i + 1] : 0;
    key.push_back(static_cast<char>(digits[i] * 10 + second + 1));
  }
  key.push_back('\0');
  if (!number.is_negative()) return;
  for (std::size_t i = start; i < key.size(); ++i) key[i] = static_cast<char>(~key[i]);
}

const core::AttributeValue& require(const core::Item& item,
                                    const core::AttributeDefinition& attribute) {
  const core::AttributeValue* value = item.find(attribute.name);
  core::ensure(value && value->type() == core::attribute_type(attribute.type),
               "an item's key is of its schema's types");
  return *value;
}

std::string begin_hashed() {
  std::string bytes;
  bytes.reserve(kUsualBytes);
  return bytes.append(kHashSalt);
}

void append_all_hashed(std::string& bytes, const std::vector<core::AttributeDefinition>& attributes,
                       const core::Item& item) {
  for (const auto& attribute : attributes) append_hashed(bytes, require(item, attribute));
}

}  // namespace

void append_key_part(std::string& key, const core::AttributeValue& value) {
  if (const auto* s = value.get_if<std::string>()) return append_bytes(key, *s);
  if (const auto* n = value.get_if<core::Number>()) return append_number(key, *n);
  const auto* b = value.get_if<core::Binary>();
  core::ensure(b, "a key's attribute is a string, a number or binary");
  append_bytes(key, b->bytes);
}

void append_key_prefix(std::string& key, const core::AttributeValue& value) {
  if (const auto* s = value.get_if<std::string>()) return append_escaped(key, *s);
  const auto* b = value.get_if<core::Binary>();
  core::ensure(b, "a key's attribute is a string, a number or binary");
  append_escaped(key, b->bytes);
}

std::uint64_t partition_hash(const core::KeySchema& schema, const core::Item& key) {
  std::string bytes = begin_hashed();
  append_all_hashed(bytes, schema.partition, key);
  return key_hash(bytes);
}

std::uint64_t item_hash(const core::KeySchema& schema, const core::Item& item) {
  std::string bytes = begin_hashed();
  append_all_hashed(bytes, schema.partition, item);
  append_all_hashed(bytes, schema.sort, item);
  return key_hash(bytes);
}

void append_hash(std::string& key, std::uint64_t hash) {
  std::array<char, sizeof hash> bytes;
  for (std::size_t i = bytes.size(); i > 0; hash >>= 8) bytes[--i] = static_cast<char>(hash);
  key.append(bytes.data(), bytes.size());
}

std::string encode_partition(const core::KeySchema& schema, const core::Item& item) {
  std::string key;
  key.reserve(kUsualBytes);
  append_hash(key, partition_hash(schema, item));
  for (const auto& attribute : schema.partition) append_key_part(key, require(item, attribute));
  return key;
}

std::string encode_key(const core::KeySchema& schema, const core::Item& item) {
  std::string key = encode_partition(schema, item);
  for (const auto& attribute : schema.sort) append_key_part(key, require(item, attribute));
  return key;
}

std::uint64_t hash_of_key(std::string_view key) {
  core::ensure(key.size() >= kHashBytes, "a key begins with its hash");
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < kHashBytes; ++i)
    hash = hash << 8 | static_cast<unsigned char>(key[i]);
  return hash;
}

std::string end_of_prefix(std::string prefix) {
  while (!prefix.empty()) {
    if (prefix.back() != '\xff') {
      prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
      return prefix;
    }
    prefix.pop_back();
  }
  return prefix;
}

}  // namespace storage
