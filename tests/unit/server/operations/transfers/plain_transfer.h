#pragma once

#include "core/clock.h"
#include "core/names.h"
#include "server/operations/transfers/transfer_status.h"

#include <string>

namespace tests {

// What exports and imports have in common.
struct PlainTransfer {
  core::Scope scope;
  std::string arn;
  std::string client_token;
  server::operations::TransferStatus status = server::operations::TransferStatus::in_progress;
  core::WallTime ended_at;
};

}  // namespace tests
