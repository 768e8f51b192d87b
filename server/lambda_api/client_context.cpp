#include "server/lambda_api/client_context.h"

#include "core/api_error.h"
#include "core/base64.h"
#include "core/json/value.h"

#include <fmt/format.h>

#include <cstdint>
#include <iterator>
#include <optional>

namespace server::lambda_api {
namespace {

constexpr std::size_t kMaxHeaderBytes = 3583;  // Lambda API reference, Invoke

// The object without its blanks; nullopt when the bytes aren't one.
std::optional<std::string> object_in(std::string bytes) {
  try {
    const auto document = core::json::Document::parse(std::move(bytes));
    if (document.root().is(core::json::Kind::object)) return document.root().text();
  } catch (const core::json::ParseError&) {  // no JSON is no object either
  }
  return std::nullopt;
}

struct Character {
  std::uint32_t code;
  std::size_t bytes;
};

// Needs valid UTF-8, which parsed JSON is.
Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const auto rest = [&](std::size_t i) { return byte(i) & 0x3f; };
  if (byte(0) < 0x80) return {byte(0), 1};
  if (byte(0) < 0xe0) return {(byte(0) & 0x1f) << 6 | rest(1), 2};
  if (byte(0) < 0xf0) return {(byte(0) & 0x0f) << 12 | rest(1) << 6 | rest(2), 3};
  return {(byte(0) & 0x07) << 18 | rest(1) << 12 | rest(2) << 6 | rest(3), 4};
}

void append_escaped(std::string& text, std::uint32_t code) {
  if (code >= 0x10000) {
    append_escaped(text, 0xd7c0 + (code >> 10));
    return append_escaped(text, 0xdc00 + (code & 0x3ff));
  }
  fmt::format_to(std::back_inserter(text), "\\u{:04x}", code);
}

// Everything but printable ASCII stands within strings, where it can be escaped.
std::string in_ascii(std::string_view json) {
  std::string text;
  while (!json.empty()) {
    const Character character = first_character(json);
    if (character.code >= 0x20 && character.code < 0x7f) {
      text.push_back(json[0]);
    } else {
      append_escaped(text, character.code);
    }
    json.remove_prefix(character.bytes);
  }
  return text;
}

}  // namespace

std::string parse_client_context(std::string_view header) {
  if (header.size() <= kMaxHeaderBytes) {
    if (auto bytes = core::base64_decode(header)) {
      if (const auto object = object_in(*std::move(bytes))) return in_ascii(*object);
    }
  }
  throw core::ApiError(core::ErrorCode::invalid_request_content,
                       "Client context must be a valid Base64-encoded JSON object.");
}

}  // namespace server::lambda_api
