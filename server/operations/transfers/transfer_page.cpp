#include "server/operations/transfers/transfer_page.h"

#include "core/api_error.h"
#include "core/digest.h"
#include "server/operations/transfers/transfer_arn.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace server::operations {
namespace {

constexpr std::size_t kUsualPage = 10;  // when nobody says

// Tokens are as long as AWS's model wants them: a multiple of 16 digits, 112 at least.
constexpr std::size_t kTokenUnit = 8;
constexpr std::size_t kMinTokenBytes = 56;

std::string token_of(std::string arn) {
  const std::size_t bytes = std::max(arn.size(), kMinTokenBytes);
  arn.resize((bytes + kTokenUnit - 1) / kTokenUnit * kTokenUnit, ' ');
  return core::hex(arn);
}

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string read_token(std::string_view token) {
  std::string arn;
  for (std::size_t i = 0; i + 1 < token.size(); i += 2) {
    if (digit(token[i]) < 0 || digit(token[i + 1]) < 0) return {};
    arn += static_cast<char>(digit(token[i]) * 16 + digit(token[i + 1]));
  }
  return arn.substr(0, arn.find_last_not_of(' ') + 1);
}

std::string_view id_of(std::string_view arn) {
  return arn.substr(arn.rfind('/') + 1);
}

bool is_newer(const std::string& left, const std::string& right) {
  return std::pair(id_of(left), std::string_view(left)) >
         std::pair(id_of(right), std::string_view(right));
}

}  // namespace

TransferPage page_of(std::vector<std::string> arns, std::string_view kind,
                     const std::optional<core::json::Value>& most,
                     const std::optional<core::json::Value>& token) {
  const std::size_t room = most ? static_cast<std::size_t>(most->integer()) : kUsualPage;
  std::sort(arns.begin(), arns.end(), is_newer);
  if (token) {
    const std::string last = read_token(token->string());
    if (!is_transfer_arn(last, kind)) {
      core::throw_validation(
          fmt::format("Invalid Request: Provided nextToken is invalid: {}", token->string()));
    }
    std::erase_if(arns, [&](const std::string& arn) { return !is_newer(last, arn); });
  }
  TransferPage page;
  page.arns.assign(arns.begin(),
                   arns.begin() + static_cast<std::ptrdiff_t>(std::min(room, arns.size())));
  if (arns.size() > room) page.next_token = token_of(page.arns.back());
  return page;
}

}  // namespace server::operations
