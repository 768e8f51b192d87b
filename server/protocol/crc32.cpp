#include "server/protocol/crc32.h"

#include <libdeflate.h>

namespace server::protocol {

std::uint32_t crc32(std::string_view bytes) {
  return ::libdeflate_crc32(0, bytes.data(), bytes.size());
}

}  // namespace server::protocol
