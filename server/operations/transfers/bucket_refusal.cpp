#include "server/operations/transfers/bucket_refusal.h"

namespace server::operations {

TransferFailure bucket_refusal(const ObjectAccess& objects, const std::string& bucket,
                               const std::string& stated_owner, const core::AccountId& caller) {
  const auto owner = objects.owner_of(bucket);
  if (!owner) {
    return {"S3NoSuchBucket",
            "The specified bucket does not exist (Service: Amazon S3; Status Code: 404; Error "
            "Code: NoSuchBucket)"};
  }
  // A policy of the bucket could open it to others; here buckets have none.
  if (*owner == caller && (stated_owner.empty() || stated_owner == owner->get())) return {};
  return {"S3AccessDenied",
          "Access Denied (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied)"};
}

}  // namespace server::operations
