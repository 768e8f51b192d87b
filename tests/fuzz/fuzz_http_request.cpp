#include "server/http/request_parser.h"

#include <boost/asio/buffer.hpp>

#include <algorithm>
#include <cstdlib>
#include <string>

namespace {

// Feeds the parser in pieces of so many bytes, as a socket might; the body that it read.
std::string body_of(std::string_view text, std::size_t piece) {
  server::http::RequestHead head;
  const core::BodyLimit limit = [](const core::HttpRequest&) { return std::size_t{1} << 12; };
  server::http::RequestParser parser(head, 1 << 10, limit);
  parser.eager(true);
  std::string received;
  while (!text.empty() && !parser.is_done()) {
    received.append(text.substr(0, piece));
    text.remove_prefix(std::min(piece, text.size()));
    boost::beast::error_code error;
    received.erase(0, parser.put(boost::asio::buffer(received), error));
    if (error && error != boost::beast::http::error::need_more) return "";
  }
  return parser.is_done() ? parser.body() : "";
}

}  // namespace

// A request is the same however it is cut into pieces.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (body_of(text, size) != body_of(text, 3)) std::abort();
  return 0;
}
