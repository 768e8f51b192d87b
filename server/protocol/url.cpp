#include "server/protocol/url.h"

#include "core/ascii.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace server::protocol {
namespace {

// The byte that "%XX" at `at` stands for.
std::optional<char> escaped_byte(std::string_view text, std::size_t at) {
  if (at + 2 >= text.size()) return std::nullopt;
  unsigned value = 0;
  const char* const first = text.data() + at + 1;
  const auto [end, error] = std::from_chars(first, first + 2, value, 16);
  if (error != std::errc() || end != first + 2) return std::nullopt;
  return static_cast<char>(value);
}

}  // namespace

std::string url_decode(std::string_view text, bool plus_is_blank) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_blank) {
      decoded.push_back(' ');
    } else if (const auto byte = text[i] == '%' ? escaped_byte(text, i) : std::nullopt) {
      decoded.push_back(*byte);
      i += 2;
    } else {
      decoded.push_back(text[i]);
    }
  }
  return decoded;
}

std::string url_encode(std::string_view text, std::string_view kept) {
  constexpr std::string_view kUnreserved = "-._~";
  std::string encoded;
  for (const char c : text) {
    if (c == ' ') {
      encoded.push_back('+');
    } else if (core::is_letter(c) || core::is_digit(c) ||
               kUnreserved.find(c) != std::string_view::npos ||
               kept.find(c) != std::string_view::npos) {
      encoded.push_back(c);
    } else {
      fmt::format_to(std::back_inserter(encoded), "%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return encoded;
}

std::string_view path_of(std::string_view target) {
  return target.substr(0, target.find('?'));
}

std::vector<std::pair<std::string, std::string>> query_parameters(std::string_view target) {
  std::vector<std::pair<std::string, std::string>> parameters;
  std::string_view rest = target.substr(std::min(target.find('?'), target.size()));
  while (!rest.empty()) {
    rest.remove_prefix(1);  // the mark before the pair
    const std::string_view pair = rest.substr(0, rest.find('&'));
    const auto equals = std::min(pair.find('='), pair.size());
    const auto value = pair.substr(std::min(equals + 1, pair.size()));
    if (!pair.empty()) {
      parameters.emplace_back(url_decode(pair.substr(0, equals), true), url_decode(value, true));
    }
    rest.remove_prefix(pair.size());
  }
  return parameters;
}

std::optional<std::string> query_parameter(std::string_view target, std::string_view name) {
  const auto mark = target.find('?');
  if (mark == std::string_view::npos) return std::nullopt;
  std::string_view rest = target.substr(mark + 1);
  while (!rest.empty()) {
    const auto end = rest.find('&');
    const std::string_view pair = rest.substr(0, end);
    const auto equals = pair.find('=');
    if (url_decode(pair.substr(0, equals), true) == name) {
      return equals == std::string_view::npos ? "" : url_decode(pair.substr(equals + 1), true);
    }
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  return std::nullopt;
}

}  // namespace server::protocol
