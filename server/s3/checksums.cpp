#include "server/s3/checksums.h"

#include "core/base64.h"
#include "core/digest.h"
#include "server/protocol/crc32.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace server::s3 {
namespace {

// A reflected CRC, a byte at a time. Both that are made with it begin and end inverted.
template <class Number>
constexpr std::array<Number, 256> crc_table(Number polynomial) {
  std::array<Number, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    Number value = static_cast<Number>(i);
    for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ ((value & 1) != 0 ? polynomial : 0);
    table[i] = value;
  }
  return table;
}

template <class Number>
Number crc(const std::array<Number, 256>& table, std::string_view bytes) {
  Number value = ~Number{0};
  for (const char byte : bytes) {
    value = value >> 8 ^ table[(value ^ static_cast<unsigned char>(byte)) & 0xff];
  }
  return ~value;
}

constexpr auto kCrc32c = crc_table<std::uint32_t>(0x82f63b78);
constexpr auto kCrc64Nvme = crc_table<std::uint64_t>(0x9a6c9329ac4bc9b5);

template <class Number>
std::string base64_of(Number value) {
  std::string bytes(sizeof value, '\0');
  for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte, value >>= 8) {
    *byte = static_cast<char>(value & 0xff);
  }
  return core::base64_encode(bytes);
}

constexpr std::array<ChecksumAlgorithm, 5> kAlgorithms = {
    {
     {"CRC32", "x-amz-checksum-crc32",
         [](std::string_view bytes) { return base64_of(protocol::crc32(bytes)); }},
     {"CRC32C", "x-amz-checksum-crc32c",
         [](std::string_view bytes) { return base64_of(crc(kCrc32c, bytes)); }},
     {"CRC64NVME", "x-amz-checksum-crc64nvme",
         [](std::string_view bytes) { return base64_of(crc(kCrc64Nvme, bytes)); }},
     {"SHA1", "x-amz-checksum-sha1",
         [](std::string_view bytes) { return core::base64_encode(core::sha1(bytes)); }},
     {"SHA256", "x-amz-checksum-sha256",
         [](std::string_view bytes) { return core::base64_encode(core::sha256(bytes)); }},
     }
};

}  // namespace

std::span<const ChecksumAlgorithm> all_checksums() {
  return kAlgorithms;
}

const ChecksumAlgorithm& checksum_named(std::string_view name) {
  return *std::find_if(kAlgorithms.begin(), kAlgorithms.end(),
                       [&](const ChecksumAlgorithm& algorithm) { return algorithm.name == name; });
}

}  // namespace server::s3
