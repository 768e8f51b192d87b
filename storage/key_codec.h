#pragma once

#include "core/attribute_value.h"
#include "core/key_schema.h"

#include <cstdint>
#include <string>
#include <string_view>

// Keys as bytes whose memcmp order is what DynamoDB promises.
//
//   key       = hash part* part*          partition attributes, then sort attributes
//   hash      = 8 bytes, of the partition attributes' values, as AWS hashes them (key_hash.h): Scan
//               walks in its order, and a segment of a parallel scan is a range of it
//   part      = S | B: the bytes, 00 written as 00 FF, ended by 00 01
//             | N:     sign class (1), magnitude (1), digit pairs (1 each, 1..100), end (1)
//
// N: class is 00 for negative, 01 for zero (nothing follows), 02 for positive. Magnitude is the
// power of ten of the first digit plus 130; the digits follow in pairs from the first on, each pair
// plus one; 00 ends them. A negative number's bytes after the class are inverted.
//
// No part is the prefix of another one, so a Query is one range of keys.
namespace storage {

constexpr std::size_t kHashBytes = 8;

// Appends the order-preserving bytes of an S, N or B value.
void append_key_part(std::string& key, const core::AttributeValue& value);

// Appends an S or B value without its end: all values that begin with it have keys that begin so.
void append_key_prefix(std::string& key, const core::AttributeValue& value);

// The hash of the partition attributes' values, which must all be there.
std::uint64_t partition_hash(const core::KeySchema& schema, const core::Item& key);

// hash and all parts. The item must have all key attributes, of the schema's types.
std::string encode_key(const core::KeySchema& schema, const core::Item& item);

// The hash of all key attributes, sort attributes too. Entries of a global secondary index whose
// index keys are equal stand in its order [AWS].
std::uint64_t item_hash(const core::KeySchema& schema, const core::Item& item);

// Appends a hash, high byte first.
void append_hash(std::string& key, std::uint64_t hash);

// hash and the partition's parts: the common prefix of the keys of one partition.
std::string encode_partition(const core::KeySchema& schema, const core::Item& item);

// The hash of a key made by encode_key.
std::uint64_t hash_of_key(std::string_view key);

// The smallest string greater than every string that begins with the prefix; empty if there's none.
std::string end_of_prefix(std::string prefix);

}  // namespace storage
