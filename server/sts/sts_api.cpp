#include "server/sts/sts_api.h"

#include "core/api_error.h"
#include "core/arn.h"
#include "core/uuid.h"
#include "server/protocol/authentication.h"
#include "server/protocol/url.h"
#include "server/protocol/user_id.h"
#include "server/scope.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <strings.h>

namespace server::sts {
namespace {

constexpr std::string_view kNamespace = "https://sts.amazonaws.com/doc/2011-06-15/";
constexpr std::string_view kVersion = "2011-06-15";
constexpr std::string_view kFormType = "application/x-www-form-urlencoded";
constexpr std::size_t kMaxFormBytes = 64 << 10;  // an action and its version take 43
constexpr std::string_view kUserName = "rivulet";

// What STS has beside GetCallerIdentity (API reference, Actions).
constexpr std::array<std::string_view, 10> kMissingActions = {
    "AssumeRole",
    "AssumeRoleWithSAML",
    "AssumeRoleWithWebIdentity",
    "AssumeRoot",
    "DecodeAuthorizationMessage",
    "GetAccessKeyInfo",
    "GetDelegatedAccessToken",
    "GetFederationToken",
    "GetSessionToken",
    "GetWebIdentityToken",
};

bool has_form(const core::HttpRequest& request) {
  const std::string_view type = request.headers.find("Content-Type").value_or("");
  return type.size() >= kFormType.size() &&
         ::strncasecmp(type.data(), kFormType.data(), kFormType.size()) == 0 &&
         request.body.size() <= kMaxFormBytes;
}

// From the form, else from the target's query.
std::optional<std::string> find_parameter(const core::HttpRequest& request, std::string_view name) {
  if (has_form(request)) {
    if (auto value = protocol::query_parameter("?" + request.body, name)) return value;
  }
  return protocol::query_parameter(request.target, name);
}

std::string escaped(std::string_view text) {
  std::string xml;
  for (const char c : text) {
    switch (c) {
      case '&': xml += "&amp;"; break;
      case '<': xml += "&lt;"; break;
      case '>': xml += "&gt;"; break;
      default: xml += static_cast<unsigned char>(c) < ' ' ? '?' : c;  // no XML at all, otherwise
    }
  }
  return xml;
}

core::HttpResponse xml_response(int status, const std::string& request_id, std::string body) {
  core::HttpResponse response{status, "text/xml", {}, std::move(body)};
  response.headers.emplace_back("x-amzn-RequestId", request_id);
  return response;
}

core::HttpResponse error(int status, std::string_view code, std::string_view message) {
  const std::string request_id = core::random_uuid();
  return xml_response(status, request_id,
                      fmt::format(R"(<ErrorResponse xmlns="{}">
  <Error>
    <Type>Sender</Type>
    <Code>{}</Code>
    <Message>{}</Message>
  </Error>
  <RequestId>{}</RequestId>
</ErrorResponse>
)",
                                  kNamespace, code, escaped(message), request_id));
}

core::HttpResponse authentication_error(const core::ApiError& refusal) {
  std::string_view code = core::error_name(refusal.code());
  constexpr std::string_view kSuffix = "Exception";  // which this protocol's codes don't have
  if (code.ends_with(kSuffix)) code.remove_suffix(kSuffix.size());
  return error(403, code, refusal.message());
}

core::HttpResponse caller_identity(const core::Scope& scope) {
  const std::string request_id = core::random_uuid();
  const std::string& account = scope.account.get();
  return xml_response(200, request_id,
                      fmt::format(R"(<GetCallerIdentityResponse xmlns="{}">
  <GetCallerIdentityResult>
    <Arn>arn:{}:iam::{}:user/{}</Arn>
    <UserId>{}</UserId>
    <Account>{}</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata>
    <RequestId>{}</RequestId>
  </ResponseMetadata>
</GetCallerIdentityResponse>
)",
                                  kNamespace, core::partition_of(scope.region), account, kUserName,
                                  protocol::user_id(scope.account), account, request_id));
}

}  // namespace

bool serves(const core::HttpRequest& request) {
  return protocol::path_of(request.target) == "/" && find_parameter(request, "Action").has_value();
}

core::HttpResponse answer(const core::HttpRequest& request, const Settings& settings) {
  const std::string action = find_parameter(request, "Action").value_or("");
  const std::string version = find_parameter(request, "Version").value_or("NO_VERSION_SPECIFIED");
  const bool missing =
      std::find(kMissingActions.begin(), kMissingActions.end(), action) != kMissingActions.end();
  if (missing && version == kVersion) {
    return error(400, "InvalidAction", fmt::format("Rivulet doesn't support {}.", action));
  }
  if (action != "GetCallerIdentity" || version != kVersion) {
    return error(400, "InvalidAction",
                 fmt::format("Could not find operation {} for version {}", action, version));
  }
  try {
    protocol::check_authentication(request);
    return caller_identity(scope_of(request, settings));
  } catch (const core::ApiError& refusal) {
    return authentication_error(refusal);
  }
}

}  // namespace server::sts
