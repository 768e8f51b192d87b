#pragma once

#include <cstdint>
#include <string_view>

namespace server::protocol {

// The checksum that SDKs compare with the header x-amz-crc32 (that of zlib and gzip).
std::uint32_t crc32(std::string_view bytes);

}  // namespace server::protocol
