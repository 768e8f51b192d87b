#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace server::s3 {

struct ByteRange {
  enum class Kind { whole, part, unsatisfiable };

  Kind kind = Kind::whole;
  std::size_t offset = 0;
  std::size_t count = 0;
};

// What a Range header asks of so many bytes: "bytes=0-9", "bytes=5-", "bytes=-3". Several ranges,
// other units and what isn't a range mean the whole, as on AWS (RFC 9110, 14.2).
ByteRange parse_range(std::optional<std::string_view> header, std::size_t size_bytes);

}  // namespace server::s3
