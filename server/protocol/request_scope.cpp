#include "server/protocol/request_scope.h"

#include "core/api_error.h"
#include "server/protocol/url.h"

#include <algorithm>

namespace server::protocol {
namespace {

constexpr std::size_t kAccountDigits = 12;

// "ID/DATE/REGION/SERVICE/aws4_request"; empty when the header has none.
std::string_view credential_in(std::string_view authorization) {
  constexpr std::string_view kCredential = "Credential=";
  const auto at = authorization.find(kCredential);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = authorization.substr(at + kCredential.size());
  return rest.substr(0, std::min(rest.find(','), rest.find(' ')));
}

bool is_account(std::string_view text) {
  return text.size() == kAccountDigits &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

core::Region checked_region(std::string_view name) {
  if (core::is_region_name(name)) return core::Region(std::string(name));
  throw core::ApiError(core::ErrorCode::invalid_signature,
                       "Credential should be scoped to a valid region.");
}

// An access key id may hold anything but a slash; so the parts are counted from the end.
core::Scope scope_in(std::string_view credential, const core::Scope& fallback) {
  core::Scope scope = fallback;
  std::string_view parts[4];  // aws4_request, service, region, date
  for (std::string_view& part : parts) {
    const auto slash = credential.rfind('/');
    if (slash == std::string_view::npos) return scope;
    part = credential.substr(slash + 1);
    credential = credential.substr(0, slash);
  }
  if (!parts[2].empty()) scope.region = checked_region(parts[2]);
  if (is_account(credential)) scope.account = core::AccountId(std::string(credential));
  return scope;
}

}  // namespace

core::Scope request_scope(const core::HttpRequest& request, const core::Scope& fallback) {
  if (const auto authorization = request.headers.find("Authorization")) {
    return scope_in(credential_in(*authorization), fallback);
  }
  return scope_in(query_parameter(request.target, "X-Amz-Credential").value_or(""), fallback);
}

bool is_signed(const core::HttpRequest& request) {
  return request.headers.find("Authorization") ||
         query_parameter(request.target, "X-Amz-Algorithm");
}

}  // namespace server::protocol
