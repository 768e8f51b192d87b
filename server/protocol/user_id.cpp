#include "server/protocol/user_id.h"

#include "core/digest.h"

#include <string_view>

namespace server::protocol {

std::string user_id(const core::AccountId& account) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string id = "AIDA";
  for (const char byte : core::sha256(account.get()).substr(0, 17)) {
    id += kDigits[static_cast<unsigned char>(byte) % kDigits.size()];
  }
  return id;
}

}  // namespace server::protocol
