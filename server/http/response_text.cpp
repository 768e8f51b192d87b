#include "server/http/response_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace server::http {
namespace {

// No page can read an answer as a script, a style sheet or an image, whatever is in it.
constexpr std::string_view kForPages =
    "X-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\n";

std::string_view reason(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
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

void append_header(std::string& text, std::string_view name, std::string_view value) {
  text.append(name).append(": ").append(value).append("\r\n");
}

// As it is, but that it never ends its line, wherever it came from.
std::string in_one_line(std::string value) {
  std::replace_if(value.begin(), value.end(), is_control, ' ');
  return value;
}

bool has_header(const core::HttpResponse& response, std::string_view name, std::string_view value) {
  return std::any_of(response.headers.begin(), response.headers.end(), [&](const auto& header) {
    return header.first == name && header.second == value;
  });
}

bool is_chunked(const core::HttpResponse& response) {
  return has_header(response, "Transfer-Encoding", "chunked");
}

void append_chunked(std::string& text, std::string_view body) {
  if (!body.empty()) {
    fmt::format_to(std::back_inserter(text), "{:x}\r\n{}\r\n", body.size(), body);
  }
  text.append("0\r\n\r\n");
}

}  // namespace

bool says_close(const core::HttpResponse& response) {
  return has_header(response, "Connection", "close");
}

std::string response_text(const core::HttpResponse& response, const ResponseFrame& frame) {
  std::string text;
  text.reserve(512 + response.body.size());
  text.append("HTTP/1.1 ").append(fmt::format_int(response.status).c_str());
  text.append(" ").append(reason(response.status)).append("\r\n");
  append_header(text, "Server", "Server");  // sic: AWS's front end
  append_header(text, "Date", frame.date);
  text.append(kForPages);
  if (!response.content_type.empty()) append_header(text, "Content-Type", response.content_type);
  for (const auto& [name, value] : response.headers) {
    append_header(text, name, in_one_line(value));
  }
  const bool chunked = is_chunked(response);
  if (response.status != 204 && !chunked) {
    append_header(text, "Content-Length", fmt::format_int(response.body.size()).c_str());
  }
  if (!says_close(response)) {
    append_header(text, "Connection", frame.keep_alive ? "keep-alive" : "close");
  }
  text.append("\r\n");
  if (response.status == 204 || frame.to_head_request) return text;
  if (chunked) {
    append_chunked(text, response.body);
  } else {
    text.append(response.body);
  }
  return text;
}

}  // namespace server::http
