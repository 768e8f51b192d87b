#pragma once

#include "server/object_access.h"
#include "server/operations/transfers/transfer_status.h"

#include <string>

namespace server::operations {

// Why an export can't go to a bucket, or an import come from it; nothing when it can. A bucket of
// another account than the caller's is there for those who name its owner (API reference,
// S3BucketOwner).
TransferFailure bucket_refusal(const ObjectAccess& objects, const std::string& bucket,
                               const std::string& stated_owner, const core::AccountId& caller);

}  // namespace server::operations
