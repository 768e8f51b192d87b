#pragma once

#include "core/arn.h"
#include "core/json/value.h"
#include "server/operations/operation.h"
#include "server/operations/transfers/transfer_list.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace server::operations {

// A page of ARNs for a list, which shows the newest first.
struct TransferPage {
  std::vector<std::string> arns;
  std::string next_token;  // empty: nothing follows
};

// Of these ARNs, so many as `most` says (10 if it doesn't), behind the token. Throws for a token
// that isn't one of such a list. Tokens are the place's bytes as hexadecimal digits, as AWS's are;
// `kind` is "export" or "import".
TransferPage page_of(std::vector<std::string> arns, std::string_view kind,
                     const std::optional<core::json::Value>& most,
                     const std::optional<core::json::Value>& token);

// The ARNs of the caller's exports, or imports, that a list shows: of all tables, or of TableArn's.
template <class Transfer>
std::vector<std::string> arns_to_list(const TransferList<Transfer>& transfers,
                                      const Request& request, core::WallTime now) {
  const auto table = request.body.find("TableArn");
  const auto is_wanted = [&](const Transfer& each) {
    return !table || table->string() == core::table_arn(each.scope, core::TableName(each.table));
  };
  std::vector<std::string> arns;
  for (const Transfer* each : transfers.listed(request.scope, now)) {
    if (is_wanted(*each)) arns.push_back(each->arn);
  }
  return arns;
}

}  // namespace server::operations
