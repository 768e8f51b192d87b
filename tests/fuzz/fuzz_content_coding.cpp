#include "server/protocol/content_coding.h"

#include <cstdlib>
#include <string>

// The first byte picks the coding. Whatever a body says, it never becomes more than it may.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace server::protocol;
  if (size == 0) return 0;
  constexpr std::size_t kMaxBytes = 1 << 16;
  const auto coding = data[0] % 2 == 0 ? ContentCoding::gzip : ContentCoding::deflate;
  const std::string bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  if (decode(bytes, coding, kMaxBytes).bytes.size() > kMaxBytes) std::abort();
  const Decoded again = decode(encode(bytes, coding), coding, bytes.size());
  if (again.status != DecodeStatus::complete || again.bytes != bytes) std::abort();
  return 0;
}
