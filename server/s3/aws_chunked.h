#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace server::s3 {

// The content coding "aws-chunked" (S3 API reference, "Signature calculations: transferring payload
// in multiple chunks", "… including trailing headers"):
//
//   <hex size>[;chunk-signature=…]\r\n<bytes>\r\n … 0[;chunk-signature=…]\r\n
//   [<trailer>:<value>\r\n …]\r\n
//
// Signatures aren't checked.
struct Unchunked {
  std::string bytes;
  std::vector<std::pair<std::string, std::string>> trailers;  // names in lower case
};

// What may stand behind the last chunk: as much as in a request's head.
inline constexpr std::size_t kMaxTrailerBytes = 16 << 10;

// nullopt when the body isn't so coded, ends too early, or has more trailers than that.
std::optional<Unchunked> decode_aws_chunked(std::string_view body);

}  // namespace server::s3
