#include "server/operations/logs/log_tokens.h"

#include "core/api_error.h"
#include "core/base64.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace server::operations {
namespace {

constexpr std::size_t kDigits = 56;

std::int64_t read_number(std::string_view digits) {
  std::int64_t number = 0;
  const char* const end = digits.data() + digits.size();
  const auto result = std::from_chars(digits.data(), end, number);
  if (result.ec != std::errc() || result.ptr != end) throw_invalid_token();
  return number;
}

}  // namespace

std::string digits56(std::int64_t number) {
  return fmt::format("{:056}", number);
}

std::string position_token(const storage::LogPosition& position) {
  return fmt::format("{:028}{:028}", position.timestamp, position.id);
}

storage::LogPosition read_position_token(std::string_view token) {
  const bool digits_only =
      std::all_of(token.begin(), token.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (token.size() != kDigits || !digits_only) throw_invalid_token();
  return {read_number(token.substr(0, kDigits / 2)), read_number(token.substr(kDigits / 2))};
}

std::string text_token(std::string_view text) {
  return core::base64_encode(text);
}

std::string read_text_token(std::string_view token) {
  auto text = core::base64_decode(token);
  if (!text) throw_invalid_token();
  return *std::move(text);
}

void throw_invalid_token() {
  throw core::ApiError(core::ErrorCode::invalid_parameter, "The specified nextToken is invalid.");
}

}  // namespace server::operations
