#include "server/protocol/request_scope.h"

#include "core/api_error.h"
#include "server/protocol/url.h"

#include <algorithm>
#include <cstring>

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

struct Credential {
  std::string_view access_key;
  std::string_view region;
  std::string_view service;
};

// An access key id may hold anything but a slash; so the parts are counted from the end.
std::optional<Credential> parse_credential(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::string_view parts[4];  // aws4_request, service, region, date
  for (std::string_view& part : parts) {
    const void* const slash = ::memrchr(text.data(), '/', text.size());
    if (!slash) return std::nullopt;
    const auto at = static_cast<std::size_t>(static_cast<const char*>(slash) - text.data());
    part = text.substr(at + 1);
    text = text.substr(0, at);
  }
  return Credential{text, parts[2], parts[1]};
}

core::Scope scope_in(std::string_view text, const core::Scope& fallback) {
  core::Scope scope = fallback;
  const auto credential = parse_credential(text);
  if (!credential) return scope;
  if (!credential->region.empty()) scope.region = checked_region(credential->region);
  if (is_account(credential->access_key)) {
    scope.account = core::AccountId(std::string(credential->access_key));
  }
  return scope;
}

// Of a presigned URL. That of Signature Version 2, with which boto3 still signs S3's URLs, has a
// key and no more, and S3 is the only service that takes it.
std::string credential_in_query(std::string_view target) {
  if (auto credential = query_parameter(target, "X-Amz-Credential")) return *std::move(credential);
  const auto access_key = query_parameter(target, "AWSAccessKeyId");
  if (!access_key || !query_parameter(target, "Signature")) return {};
  return *access_key + "///s3/aws4_request";
}

std::string service_in(std::string_view text) {
  const auto credential = parse_credential(text);
  return std::string(credential ? credential->service : "");
}

}  // namespace

core::Scope request_scope(const core::HttpRequest& request, const core::Scope& fallback) {
  if (const auto authorization = request.headers.find("Authorization")) {
    return scope_in(credential_in(*authorization), fallback);
  }
  return scope_in(credential_in_query(request.target), fallback);
}

std::string signed_service(const core::HttpRequest& request) {
  if (const auto authorization = request.headers.find("Authorization")) {
    return service_in(credential_in(*authorization));
  }
  return service_in(credential_in_query(request.target));
}

bool is_signed(const core::HttpRequest& request) {
  return request.headers.find("Authorization") ||
         query_parameter(request.target, "X-Amz-Algorithm");
}

}  // namespace server::protocol
