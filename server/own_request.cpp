#include "server/own_request.h"

#include "core/ascii.h"

#include <algorithm>

namespace server {
namespace {

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return core::lower_case(x) == core::lower_case(y); });
}

// "http://127.0.0.1:8000" without what comes before the host.
std::string host_of(std::string_view url) {
  const auto scheme = url.find("://");
  return std::string(scheme == std::string_view::npos ? url : url.substr(scheme + 3));
}

}  // namespace

OwnRequest::OwnRequest(const client::HttpQuestion& question, std::string_view url)
    : question_(question), headers_(question, host_of(url)) {}

core::HttpRequest OwnRequest::get() const {
  return {question_.method, question_.target, headers_, question_.body};
}

std::optional<std::string_view> OwnRequest::Headers::find(std::string_view name) const {
  std::optional<std::string_view> found;
  for_each([&](std::string_view known, std::string_view value) {
    if (!found && same_name(known, name)) found = value;
  });
  return found;
}

void OwnRequest::Headers::for_each(const Visit& visit) const {
  visit("Host", host_);
  for (const auto& [name, value] : question_.headers) visit(name, value);
}

}  // namespace server
