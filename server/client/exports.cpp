#include "server/client/exports.h"

#include "core/ascii.h"

#include <algorithm>
#include <string_view>

namespace server::client {
namespace {

bool is_plain(char c) {
  constexpr std::string_view kPlain = "/:.-_@%+=,";
  return core::is_letter(c) || core::is_digit(c) || kPlain.find(c) != std::string_view::npos;
}

// As one word of a POSIX shell.
std::string quoted(const std::string& value) {
  if (!value.empty() && std::all_of(value.begin(), value.end(), is_plain)) return value;
  std::string text = "'";
  for (const char c : value) {
    if (c == '\'') {
      text += R"('\'')";
    } else {
      text += c;
    }
  }
  return text + "'";
}

}  // namespace

std::vector<std::pair<std::string, std::string>> sdk_variables(const std::string& url,
                                                               const core::Scope& scope) {
  return {
      {"AWS_ENDPOINT_URL",      url                },
      {"AWS_REGION",            scope.region.get() },
      {"AWS_DEFAULT_REGION",    scope.region.get() },
 // An access key id of 12 digits names the account; the secret is never looked at.
      {"AWS_ACCESS_KEY_ID",     scope.account.get()},
      {"AWS_SECRET_ACCESS_KEY", "rivulet"          },
  };
}

std::string shell_exports(const std::string& url, const core::Scope& scope) {
  std::string text;
  for (const auto& [name, value] : sdk_variables(url, scope)) {
    text += "export " + name + "=" + quoted(value) + "\n";
  }
  return text;
}

}  // namespace server::client
