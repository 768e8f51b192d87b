#include "lambda-host/processes/runtime_door.h"

#include <fmt/format.h>
#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace lambda_host {
namespace {

constexpr std::size_t kSecretBytes = 16;

// Headers that browsers add by themselves and let no script set. Node.js's own fetch() says
// "Sec-Fetch-Mode: cors" and none of the others; a page with that mode has an Origin.
bool is_from_page(const core::HttpHeaders& headers) {
  constexpr std::array<std::string_view, 4> kOnlyBrowsers = {"Origin", "Sec-Fetch-Site",
                                                             "Sec-Fetch-Dest", "Sec-Fetch-User"};
  const bool has_one =
      std::any_of(kOnlyBrowsers.begin(), kOnlyBrowsers.end(),
                  [&](std::string_view name) { return headers.find(name).has_value(); });
  return has_one || headers.find("Sec-Fetch-Mode").value_or("cors") != "cors";
}

// Takes the same time wherever the two differ.
bool is_same_secret(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned>(a[i] ^ b[i]);
  return difference == 0;
}

}  // namespace

RuntimeDoor::RuntimeDoor(std::uint16_t port, std::string secret)
    : host_(fmt::format("127.0.0.1:{}", port)),
      path_(secret.empty() ? "" : "/" + std::move(secret)) {}

std::optional<std::string_view> RuntimeDoor::enter(const core::HttpRequest& request) const {
  if (is_from_page(request.headers) || request.headers.find("Host") != host_) return std::nullopt;
  const std::string_view target = request.target;
  if (!is_same_secret(target.substr(0, path_.size()), path_)) return std::nullopt;
  return target.substr(path_.size());
}

std::string make_secret() {
  std::array<unsigned char, kSecretBytes> bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    throw std::system_error(errno, std::generic_category(), "getrandom");
  }
  std::string text;
  for (const unsigned char byte : bytes) text += fmt::format("{:02x}", byte);
  return text;
}

}  // namespace lambda_host
