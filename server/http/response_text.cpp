#include "server/http/response_text.h"

#include "core/ascii.h"
#include "core/byte_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace server::http {
namespace {

constexpr std::size_t kHeadBytes = 512;  // most heads are shorter
// To copy less than that takes no longer than to hand the system two pieces.
constexpr std::size_t kMaxCopiedBytes = 16 << 10;

// What every answer says. "Server" is what AWS's front end calls itself; and no page can read an
// answer as a script, a style sheet or an image, whatever is in it.
constexpr std::string_view kForAll =
    "\r\nServer: Server\r\nX-Content-Type-Options: nosniff\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

std::string_view reason(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 412: return "Precondition Failed";
    case 413: return "Request Entity Too Large";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    default: return "Unknown";
  }
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

// Whether any is_control, by eight bytes at a time: mostly none is.
bool has_control(std::string_view text) {
  using namespace core::byte_words;
  return any(text, [](Word word) { return match_below(word, ' ') | match(word, '\x7f'); });
}

void append_header(std::string& text, std::string_view name, std::string_view value) {
  text.append(name).append(": ", 2).append(value).append("\r\n", 2);
}

// Wherever the value came from, it doesn't end its line.
void append_in_one_line(std::string& text, std::string_view name, std::string_view value) {
  append_header(text, name, value);
  if (!has_control(value)) return;
  const auto end = text.end() - 2;
  std::replace_if(end - static_cast<std::ptrdiff_t>(value.size()), end, is_control, ' ');
}

// A token (RFC 9110, 5.1): as a request's own names are, which the parser has seen to.
bool is_name(std::string_view text) {
  constexpr std::string_view kPunctuation = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return core::is_letter(c) || core::is_digit(c) ||
           kPunctuation.find(c) != std::string_view::npos;
  });
}

// Headers that say how the response is framed.
struct Framing {
  bool chunked = false;
  bool closes = false;
};

Framing framing_of(const core::HttpResponse& response) {
  Framing framing;
  for (const auto& [name, value] : response.headers) {
    framing.chunked |= name == "Transfer-Encoding" && value == "chunked";
    framing.closes |= name == "Connection" && value == "close";
  }
  return framing;
}

bool has_no_body(int status) {
  return status == 204 || status == 304;
}

void append_chunked(std::string& text, std::string_view body) {
  if (!body.empty()) {
    fmt::format_to(std::back_inserter(text), "{:x}\r\n{}\r\n", body.size(), body);
  }
  text.append("0\r\n\r\n");
}

}  // namespace

bool says_close(const core::HttpResponse& response) {
  return framing_of(response).closes;
}

ResponseParts response_parts(const core::HttpResponse& response, const ResponseFrame& frame) {
  ResponseParts parts;
  std::string& text = parts.text;
  const bool copies = response.body.size() <= kMaxCopiedBytes;
  text.reserve(kHeadBytes + (copies ? response.body.size() : 0));
  text.append("HTTP/1.1 ").append(fmt::format_int(response.status).c_str());
  text.append(" ").append(reason(response.status)).append(kForAll);
  append_header(text, "Date", frame.date);
  if (!response.content_type.empty()) {
    append_in_one_line(text, "Content-Type", response.content_type);
  }
  for (const auto& [name, value] : response.headers) append_in_one_line(text, name, value);
  for (const auto& [name, value] : response.named_headers) {
    if (is_name(name)) append_in_one_line(text, name, value);
  }
  const Framing framing = framing_of(response);
  if (!has_no_body(response.status) && !framing.chunked) {
    append_header(text, "Content-Length",
                  fmt::format_int(response.unsent_bytes.value_or(response.body.size())).c_str());
  }
  if (!framing.closes) {
    append_header(text, "Connection", frame.keep_alive ? "keep-alive" : "close");
  }
  text.append("\r\n");
  if (has_no_body(response.status) || frame.to_head_request) return parts;
  if (framing.chunked) {
    append_chunked(text, response.body);
  } else if (copies) {
    text.append(response.body);
  } else {
    parts.body = response.body;
  }
  return parts;
}

std::string response_text(const core::HttpResponse& response, const ResponseFrame& frame) {
  ResponseParts parts = response_parts(response, frame);
  return std::move(parts.text.append(parts.body));
}

}  // namespace server::http
