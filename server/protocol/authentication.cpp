#include "server/protocol/authentication.h"

#include "core/api_error.h"
#include "server/protocol/url.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace server::protocol {
namespace {

using core::ApiError;
using core::ErrorCode;

constexpr std::array<std::string_view, 3> kParameters = {"Credential", "Signature",
                                                         "SignedHeaders"};

// Whether the text's last word is that name: parameters are divided by commas or blanks.
bool ends_with_name(std::string_view text, std::string_view name) {
  if (!text.ends_with(name)) return false;
  text.remove_suffix(name.size());
  return text.empty() || text.back() == ',' || text.back() == ' ';
}

// Which of kParameters the header has. Every request comes through here, so it looks before each of
// the few '=' rather than at each character.
std::array<bool, kParameters.size()> parameters_in(std::string_view header) {
  std::array<bool, kParameters.size()> found{};
  for (auto at = header.find('='); at != std::string_view::npos; at = header.find('=', at + 1)) {
    for (std::size_t i = 0; i < found.size(); ++i) {
      found[i] |= ends_with_name(header.substr(0, at), kParameters[i]);
    }
  }
  return found;
}

void check_header(const core::HttpRequest& request, std::string_view authorization) {
  std::string missing;
  const auto found = parameters_in(authorization);
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found[i]) continue;
    const std::string_view name = kParameters[i];
    missing.append("Authorization header requires '").append(name).append("' parameter. ");
  }
  if (!request.headers.find("X-Amz-Date") && !request.headers.find("Date")) {
    missing +=
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
  }
  if (missing.empty()) return;
  throw ApiError(ErrorCode::incomplete_signature,
                 missing.append("Authorization=").append(authorization));
}

void check_query(const core::HttpRequest& request) {
  constexpr std::array<std::string_view, 5> kNames = {"X-Amz-Algorithm", "X-Amz-Credential",
                                                      "X-Amz-Signature", "X-Amz-SignedHeaders",
                                                      "X-Amz-Date"};
  std::string missing;
  for (const std::string_view name : kNames) {
    const auto value = query_parameter(request.target, name);
    if (value && !value->empty()) continue;
    missing.append("AWS query-string parameters must include '").append(name).append("'. ");
  }
  if (missing.empty()) return;
  throw ApiError(ErrorCode::incomplete_signature,
                 missing.append("Re-examine the query-string parameters."));
}

}  // namespace

void check_authentication(const core::HttpRequest& request) {
  const auto authorization = request.headers.find("Authorization");
  const bool in_query = query_parameter(request.target, "X-Amz-Algorithm").has_value();
  if (authorization && in_query) {
    throw ApiError(ErrorCode::invalid_signature,
                   "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as "
                   "HTTP header.");
  }
  if (in_query) return check_query(request);
  if (!authorization || !authorization->starts_with("AWS4-")) {
    throw ApiError(ErrorCode::missing_authentication_token,
                   "Request is missing Authentication Token");
  }
  check_header(request, *authorization);
}

}  // namespace server::protocol
