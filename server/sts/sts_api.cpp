#include "server/sts/sts_api.h"

#include "core/api_error.h"
#include "core/arn.h"
#include "core/uuid.h"
#include "server/protocol/authentication.h"
#include "server/protocol/query_form.h"
#include "server/protocol/query_response.h"
#include "server/protocol/url.h"
#include "server/protocol/user_id.h"
#include "server/scope.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace server::sts {
namespace {

using protocol::find_query_parameter;

constexpr std::string_view kNamespace = "https://sts.amazonaws.com/doc/2011-06-15/";
constexpr std::string_view kVersion = "2011-06-15";
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
                                  kNamespace, code, protocol::query_text(message), request_id));
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
  return protocol::path_of(request.target) == "/" && request.body.size() <= kMaxFormBytes &&
         find_query_parameter(request, "Action").has_value();
}

core::HttpResponse answer(const core::HttpRequest& request, const Settings& settings) {
  const std::string action = find_query_parameter(request, "Action").value_or("");
  const std::string version =
      find_query_parameter(request, "Version").value_or("NO_VERSION_SPECIFIED");
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
