#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// Bodies as gzip (RFC 1952), for the header Content-Encoding.
namespace server::protocol {

// Quick rather than small: the peer is most often on this machine.
std::string gzip(std::string_view bytes);

enum class GunzipStatus { complete, malformed, too_large };
struct Gunzipped {
  GunzipStatus status = GunzipStatus::complete;
  std::string bytes;  // empty unless complete
};

// Never makes more than max_bytes, whatever the input claims to hold.
Gunzipped gunzip(std::string_view bytes, std::size_t max_bytes);

// Whether an Accept-Encoding header allows gzip.
bool accepts_gzip(std::string_view accept_encoding);

}  // namespace server::protocol
