#include "server/protocol/origin_policy.h"

#include "server/protocol/url.h"

#include <algorithm>
#include <string_view>

namespace server::protocol {
namespace {

constexpr std::string_view kPreflightSeconds = "172800";

bool is_same_origin(std::string_view origin, std::string_view host) {
  const auto scheme = origin.find("://");
  return scheme != std::string_view::npos && origin.substr(scheme + 3) == host;
}

// What a link or an image of any page may ask, and what does something: a call of the query
// protocol whose signature, if it has one, is in its address. Of pages at other addresses than this
// machine's own, browsers say nothing.
bool may_be_pages_call(const core::HttpRequest& request) {
  return request.method == "GET" && query_parameter(request.target, "Action") &&
         !request.headers.find("Authorization") && !request.headers.find("Sec-Fetch-Site") &&
         !names_loopback(request);
}

}  // namespace

OriginPolicy::OriginPolicy(std::vector<std::string> allowed_origins, HostPolicy hosts)
    : allowed_origins_(std::move(allowed_origins)), hosts_(std::move(hosts)) {}

bool OriginPolicy::allows(std::string_view origin) const {
  return std::any_of(
      allowed_origins_.begin(), allowed_origins_.end(),
      [&](const std::string& allowed) { return allowed == "*" || allowed == origin; });
}

std::optional<std::string> OriginPolicy::refuse(const core::HttpRequest& request) const {
  const std::string_view host = request.headers.find("Host").value_or("");
  if (!hosts_.allows(request)) {
    return "Host '" + std::string(host) +
           "' isn't allowed: use localhost or an address, or start with " +
           "--allowed-host to allow the name";
  }
  const auto origin = request.headers.find("Origin");
  if (origin && allows(*origin)) return std::nullopt;
  if (origin && !is_same_origin(*origin, host)) {
    return "Origin '" + std::string(*origin) + "' isn't allowed: start with --cors to allow it";
  }
  if (may_be_pages_call(request) && !allows("*")) {
    return std::string(
               "A GET with an Action needs an Authorization header, or localhost as Host: ") +
           "any page could send it";
  }
  const std::string_view site = request.headers.find("Sec-Fetch-Site").value_or("none");
  if (site == "none" || site == "same-origin" || allows("*")) return std::nullopt;
  return "Sec-Fetch-Site '" + std::string(site) +
         "' isn't allowed: start with --cors to allow the page's origin";
}

void OriginPolicy::add_headers(const core::HttpRequest& request,
                               core::HttpResponse& response) const {
  const auto origin = request.headers.find("Origin");
  if (!origin || !allows(*origin)) return;
  const bool all = allowed_origins_.front() == "*";
  response.headers.emplace_back("Access-Control-Allow-Origin", all ? "*" : std::string(*origin));
  if (!all) response.headers.emplace_back("Vary", "Origin");
  response.headers.emplace_back("Access-Control-Expose-Headers",
                                "x-amzn-RequestId, x-amz-crc32, x-amzn-ErrorType, "
                                "x-amz-function-error, x-amz-log-result, x-amz-executed-version");
}

std::optional<core::HttpResponse> OriginPolicy::preflight(const core::HttpRequest& request) const {
  if (request.method != "OPTIONS" || !request.headers.find("Origin")) return std::nullopt;
  core::HttpResponse response;
  add_headers(request, response);
  for (const auto& [asked, answered] : {
           std::pair{"Access-Control-Request-Headers", "Access-Control-Allow-Headers"},
           std::pair{"Access-Control-Request-Method",  "Access-Control-Allow-Methods"}
  }) {
    if (const auto value = request.headers.find(asked)) {
      response.headers.emplace_back(answered, std::string(*value));
    }
  }
  response.headers.emplace_back("Access-Control-Max-Age", std::string(kPreflightSeconds));
  return response;
}

}  // namespace server::protocol
