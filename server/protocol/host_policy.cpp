#include "server/protocol/host_policy.h"

#include "core/arn.h"
#include "core/ascii.h"
#include "server/protocol/request_scope.h"
#include "server/protocol/url.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <optional>

namespace server::protocol {
namespace {

bool is_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), core::is_digit);
}

// The name or address in a Host, without its port, brackets and final dot. nullopt when what
// follows the colon is no port.
std::optional<std::string_view> name_in(std::string_view host) {
  std::string_view port;
  std::string_view name = host;
  if (host.starts_with('[')) {
    const auto end = host.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    name = host.substr(1, end - 1);
    port = host.substr(end + 1);
  } else if (const auto colon = host.find(':'); colon != std::string_view::npos) {
    name = host.substr(0, colon);
    port = host.substr(colon);
  }
  if (!port.empty() && (port.front() != ':' || !is_digits(port.substr(1)))) return std::nullopt;
  if (name.ends_with('.')) name.remove_suffix(1);
  return name;
}

bool is_address(const std::string& name) {
  in6_addr address{};
  return ::inet_pton(AF_INET, name.c_str(), &address) == 1 ||
         ::inet_pton(AF_INET6, name.c_str(), &address) == 1;
}

bool is_loopback(std::string_view name) {
  return name == "localhost" || name == "::1" ||
         (name.starts_with("127.") && is_address(std::string(name)));
}

bool matches(std::string_view allowed, std::string_view name) {
  if (allowed.starts_with('*')) return name.ends_with(allowed.substr(1));
  return allowed == name;
}

bool has_item(std::string_view list, std::string_view item) {
  while (!list.empty()) {
    const auto end = std::min(list.find(';'), list.size());
    if (list.substr(0, end) == item) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

// Whether the Host is among the headers that the client signed.
bool signs_host(const core::HttpRequest& request) {
  constexpr std::string_view kSigned = "SignedHeaders=";
  if (const auto authorization = request.headers.find("Authorization")) {
    const auto at = authorization->find(kSigned);
    if (!authorization->starts_with("AWS4-") || at == std::string_view::npos) return false;
    const std::string_view list = authorization->substr(at + kSigned.size());
    return has_item(list.substr(0, list.find_first_of(", ")), "host");
  }
  return has_item(query_parameter(request.target, "X-Amz-SignedHeaders").value_or(""), "host");
}

// "dynamodb", "123456789012.ddb": what stands before the region in an endpoint's name.
bool is_service(std::string_view text) {
  constexpr std::array<std::string_view, 9> kServices = {
      "dynamodb",  "dynamodb-fips", "streams.dynamodb", "lambda", "lambda-fips", "logs",
      "logs-fips", "sts",           "sts-fips",
  };
  constexpr std::string_view kAccountBased = ".ddb";
  if (text.ends_with(kAccountBased)) {
    text.remove_suffix(kAccountBased.size());
    return text.size() == 12 && is_digits(text);
  }
  return std::find(kServices.begin(), kServices.end(), text) != kServices.end();
}

// For those who point AWS's names at this machine. Whoever owns another name below amazonaws.com,
// a load balancer's say, gets in by none of these.
bool is_endpoint(std::string_view name, const core::HttpRequest& request) {
  const core::Region region = request_scope(request, core::Scope{}).region;
  if (region.get().empty() || !signs_host(request)) return false;
  if (name == "sts.amazonaws.com") return true;
  for (const std::string_view suffix : {core::dns_suffix_of(region), std::string_view("api.aws")}) {
    const std::string behind = "." + region.get() + "." + std::string(suffix);
    if (!name.ends_with(behind)) continue;
    return is_service(name.substr(0, name.size() - behind.size()));
  }
  return false;
}

}  // namespace

bool names_loopback(const core::HttpRequest& request) {
  const auto name = name_in(request.headers.find("Host").value_or(""));
  if (!name) return false;
  const std::string lower = core::in_lower_case(*name);
  return is_loopback(lower) || lower.ends_with(".localhost");
}

HostPolicy::HostPolicy(std::string_view listening, std::vector<std::string> allowed)
    : listening_(core::in_lower_case(listening)),
      serves_others_(!is_loopback(listening_)),
      allowed_(std::move(allowed)) {
  for (std::string& name : allowed_) name = core::in_lower_case(name);
}

bool HostPolicy::allows(const core::HttpRequest& request) const {
  const auto name = name_in(request.headers.find("Host").value_or(""));
  if (!name) return false;
  if (is_ours(*name)) return true;  // as nearly all clients write it
  const std::string lower = core::in_lower_case(*name);
  return is_ours(lower) || is_endpoint(lower, request);
}

bool HostPolicy::is_ours(std::string_view name) const {
  if (name.empty() || name == "localhost" || name == listening_) return true;
  if (name.ends_with(".localhost") || is_address(std::string(name))) return true;
  if (serves_others_ && name.find('.') == std::string_view::npos) return true;
  return std::any_of(allowed_.begin(), allowed_.end(),
                     [&](const std::string& allowed) { return matches(allowed, name); });
}

}  // namespace server::protocol
