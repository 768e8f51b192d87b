#include "server/s3/aws_chunked.h"

#include <fmt/format.h>

#include <cstdlib>
#include <string>

// What decodes is no longer than it was; and what is coded by the rules decodes.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using server::s3::decode_aws_chunked;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const auto decoded = decode_aws_chunked(bytes);
  if (decoded && decoded->bytes.size() > bytes.size()) std::abort();
  const std::string chunk = bytes.empty() ? "" : fmt::format("{:x}\r\n{}\r\n", size, bytes);
  const auto again = decode_aws_chunked(chunk + chunk + "0\r\na:b\r\n\r\n");
  if (!again || again->bytes != bytes + bytes || again->trailers.size() != 1) std::abort();
  return 0;
}
