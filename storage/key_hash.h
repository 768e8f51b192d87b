#pragma once

#include "core/attribute_value.h"

#include <cstdint>
#include <string>
#include <string_view>

// The hash by which DynamoDB spreads keys, as dynalite found it out from AWS's scans: MD5 over the
// word "Outliers" and the bytes of the key's values, one after another.
//
//   S, B: the bytes as they are
//   N:    Oracle's NUMBER: 80 for zero; else an exponent byte, then the digits in pairs (base 100,
//         paired around the decimal point, without trailing zero pairs)
//           positive: exponent C1 + e, pairs plus 1
//           negative: exponent 3E - e, 101 minus the pair, and 66 at the end unless there are 20
//           pairs
//         where e is the first pair's power of 100
//
// We take the first eight bytes, high byte first.
namespace storage {

constexpr std::string_view kHashSalt = "Outliers";

// Appends what the hash sees of an S, N or B value.
void append_hashed(std::string& bytes, const core::AttributeValue& value);

// The hash of bytes that begin with the salt; append_hashed gave the rest.
std::uint64_t key_hash(std::string_view bytes);

}  // namespace storage
