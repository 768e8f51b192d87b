#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// How bodies are coded on their way: gzip (RFC 1952), or deflate, which is zlib's format (RFC
// 1950).
namespace server::protocol {

enum class ContentCoding { identity, gzip, deflate };

// "gzip"; empty for identity, which no header names.
std::string_view coding_name(ContentCoding coding);

// What a Content-Encoding header says; nullopt for a coding that AWS doesn't take either.
std::optional<ContentCoding> find_coding(std::string_view content_encoding);

// The coding that an Accept-Encoding header likes best, identity if it allows none of the others.
// As AWS reads it: of equal weights the first wins, "*" stands for what isn't named and behind it,
// and identity has no say.
ContentCoding preferred_coding(std::string_view accept_encoding);

// Quick rather than small: the peer is most often on this machine.
std::string encode(std::string_view bytes, ContentCoding coding);

enum class DecodeStatus { complete, malformed, too_large };
struct Decoded {
  DecodeStatus status = DecodeStatus::complete;
  std::string bytes;  // empty unless complete
};

// Never makes more than max_bytes, whatever the input claims to hold. Of gzip there may be several
// members. AWS passes over what lies behind the last one, and so does this.
Decoded decode(std::string bytes, ContentCoding coding, std::size_t max_bytes);

}  // namespace server::protocol
