#pragma once

#include <span>
#include <string>
#include <string_view>

namespace server::s3 {

// An additional checksum of an object: base64 of its bytes, big-endian where it is a number (user
// guide, "Checking object integrity").
struct ChecksumAlgorithm {
  std::string_view name;    // "CRC64NVME"
  std::string_view header;  // "x-amz-checksum-crc64nvme"
  std::string (*of)(std::string_view bytes);
};

std::span<const ChecksumAlgorithm> all_checksums();
// Of all that there are; the name must be one's.
const ChecksumAlgorithm& checksum_named(std::string_view name);

// What S3 computes when the client brings none.
inline constexpr std::string_view kDefaultChecksum = "CRC64NVME";

}  // namespace server::s3
