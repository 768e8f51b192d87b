#include "server/s3/aws_chunked.h"

#include "core/ascii.h"

#include <algorithm>
#include <charconv>

namespace server::s3 {
namespace {

constexpr std::string_view kLineEnd = "\r\n";

// The line up to its end, which goes with it; nullopt when there is none.
std::optional<std::string_view> take_line(std::string_view& rest) {
  const auto end = rest.find(kLineEnd);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + kLineEnd.size());
  return line;
}

std::optional<std::size_t> chunk_size(std::string_view line) {
  const std::string_view digits = line.substr(0, line.find(';'));
  std::size_t size = 0;
  const auto [end, error] = std::from_chars(digits.begin(), digits.end(), size, 16);
  if (error != std::errc() || end != digits.end()) return std::nullopt;
  return size;
}

std::string_view trimmed(std::string_view text) {
  const auto begin = std::min(text.find_first_not_of(' '), text.size());
  text.remove_prefix(begin);
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

// Up to the empty line, or to the end, as some clients leave it.
bool take_trailers(std::string_view rest, Unchunked& decoded) {
  if (rest.size() > kMaxTrailerBytes) return false;
  while (!rest.empty()) {
    const auto line = take_line(rest);
    if (!line) return false;
    if (line->empty()) break;
    const auto colon = line->find(':');
    if (colon == std::string_view::npos) return false;
    decoded.trailers.emplace_back(core::in_lower_case(line->substr(0, colon)),
                                  trimmed(line->substr(colon + 1)));
  }
  return rest.empty();
}

}  // namespace

std::optional<Unchunked> decode_aws_chunked(std::string_view body) {
  Unchunked decoded;
  decoded.bytes.reserve(body.size());
  while (const auto line = take_line(body)) {
    const auto size = chunk_size(*line);
    if (!size) return std::nullopt;
    if (*size == 0) {
      if (!take_trailers(body, decoded)) return std::nullopt;
      return decoded;
    }
    if (*size > body.size() || !body.substr(*size).starts_with(kLineEnd)) return std::nullopt;
    decoded.bytes.append(body.substr(0, *size));
    body.remove_prefix(*size + kLineEnd.size());
  }
  return std::nullopt;
}

}  // namespace server::s3
