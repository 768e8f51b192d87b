#include "server/protocol/request_scope.h"

#include "server/protocol/url.h"

#include <algorithm>

namespace server::protocol {
namespace {

constexpr std::size_t kAccountDigits = 12;

std::string credential(const core::HttpRequest& request) {
  if (const auto authorization = request.headers.find("Authorization")) {
    constexpr std::string_view kCredential = "Credential=";
    const auto at = authorization->find(kCredential);
    if (at == std::string_view::npos) return {};
    const auto rest = authorization->substr(at + kCredential.size());
    return std::string(rest.substr(0, std::min(rest.find(','), rest.find(' '))));
  }
  return query_parameter(request.target, "X-Amz-Credential").value_or("");
}

bool is_account(std::string_view text) {
  return text.size() == kAccountDigits &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

core::Scope request_scope(const core::HttpRequest& request, const core::Scope& fallback) {
  core::Scope scope = fallback;
  const std::string text = credential(request);
  // An access key id may hold anything but a slash; count the parts from the end.
  std::string_view rest = text;
  std::string_view parts[4];  // aws4_request, service, region, date
  for (std::string_view& part : parts) {
    const auto slash = rest.rfind('/');
    if (slash == std::string_view::npos) return scope;
    part = rest.substr(slash + 1);
    rest = rest.substr(0, slash);
  }
  if (!parts[2].empty()) scope.region = core::Region(std::string(parts[2]));
  if (is_account(rest)) scope.account = core::AccountId(std::string(rest));
  return scope;
}

bool is_signed(const core::HttpRequest& request) {
  return request.headers.find("Authorization") ||
         query_parameter(request.target, "X-Amz-Algorithm");
}

}  // namespace server::protocol
