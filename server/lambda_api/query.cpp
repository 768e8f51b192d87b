#include "server/lambda_api/query.h"

#include "core/api_error.h"
#include "server/protocol/url.h"

#include <charconv>

namespace server::lambda_api {

std::vector<std::string> query_values(std::string_view target, std::string_view name) {
  std::vector<std::string> values;
  auto start = target.find('?');
  while (start != std::string_view::npos) {
    const auto end = target.find('&', start + 1);
    // Each pair as a query of its own.
    const std::string pair = "?" + std::string(target.substr(start + 1, end - start - 1));
    if (auto value = protocol::query_parameter(pair, name)) values.push_back(*std::move(value));
    start = end;
  }
  return values;
}

std::optional<int> query_integer(std::string_view target, std::string_view name) {
  const auto text = protocol::query_parameter(target, name);
  if (!text) return std::nullopt;
  int value = 0;
  const char* const last = text->data() + text->size();
  const auto [end, error] = std::from_chars(text->data(), last, value);
  if (error != std::errc() || end != last) {
    throw core::ApiError(core::ErrorCode::serialization,
                         "STRING_VALUE can not be converted to an Integer");
  }
  return value;
}

}  // namespace server::lambda_api
