#include "server/protocol/origin_policy.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace server::protocol {
namespace {

constexpr std::string_view kPreflightSeconds = "172800";

// The host without its port.
std::string_view without_port(std::string_view host) {
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.rfind(':'));
}

bool is_address(std::string_view host) {
  if (host.starts_with('[')) return true;
  return std::all_of(host.begin(), host.end(),
                     [](unsigned char c) { return std::isdigit(c) != 0 || c == '.'; });
}

bool is_same_origin(std::string_view origin, std::string_view host) {
  const auto scheme = origin.find("://");
  return scheme != std::string_view::npos && origin.substr(scheme + 3) == host;
}

}  // namespace

bool is_local_host(std::string_view host) {
  const std::string_view name = without_port(host);
  if (name.empty() || is_address(name) || name.find('.') == std::string_view::npos) return true;
  // RFC 6761 and 6762, and what container engines and clouds use inside; AWS's own names are here
  // for those who point them at this machine.
  constexpr std::array<std::string_view, 7> kPrivate = {
      ".localhost", ".local", ".internal", ".test", ".home.arpa", ".svc", ".amazonaws.com"};
  return std::any_of(kPrivate.begin(), kPrivate.end(),
                     [&](std::string_view suffix) { return name.ends_with(suffix); });
}

OriginPolicy::OriginPolicy(std::vector<std::string> allowed_origins)
    : allowed_origins_(std::move(allowed_origins)) {}

bool OriginPolicy::allows(std::string_view origin) const {
  return std::any_of(
      allowed_origins_.begin(), allowed_origins_.end(),
      [&](const std::string& allowed) { return allowed == "*" || allowed == origin; });
}

std::optional<std::string> OriginPolicy::refuse(const core::HttpRequest& request) const {
  const std::string_view host = request.headers.find("Host").value_or("");
  if (!is_local_host(host)) {
    return "Host '" + std::string(host) + "' isn't local: use localhost or an address";
  }
  const auto origin = request.headers.find("Origin");
  if (!origin || allows(*origin) || is_same_origin(*origin, host)) return std::nullopt;
  return "Origin '" + std::string(*origin) + "' isn't allowed: start with --cors to allow it";
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
