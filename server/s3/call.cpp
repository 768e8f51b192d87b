#include "server/s3/call.h"

#include "core/digest.h"
#include "core/time_text.h"
#include "server/protocol/url.h"
#include "server/s3/s3_error.h"

#include <fmt/format.h>

namespace server::s3 {

std::optional<std::string> Call::query(std::string_view name) const {
  return protocol::query_parameter(request.target, name);
}

const Bucket& require_bucket(const Call& call, const ObjectStore& store) {
  const Bucket* const bucket = store.find_bucket(call.address.bucket);
  if (!bucket && !is_bucket_name(call.address.bucket)) {
    throw S3Error(400, "InvalidBucketName", "The specified bucket is not valid.",
                  {
                      {"BucketName", call.address.bucket}
    });
  }
  if (!bucket) throw no_such_bucket(call.address.bucket);
  const auto expected = call.header("x-amz-expected-bucket-owner");
  const core::AccountId& owner = bucket->scope.account;
  if (owner != call.scope.account || (expected && *expected != owner.get())) {
    throw S3Error(403, "AccessDenied", "Access Denied");
  }
  return *bucket;
}

void require_done(WriteVerdict verdict, const Address& address) {
  switch (verdict) {
    case WriteVerdict::done: return;
    case WriteVerdict::no_bucket: throw no_such_bucket(address.bucket);
    case WriteVerdict::no_key: throw no_such_key(address.key);
    case WriteVerdict::failed_match: throw precondition_failed("If-Match");
    case WriteVerdict::failed_none_match: throw precondition_failed("If-None-Match");
    case WriteVerdict::disk_failed:
      throw S3Error(500, "InternalError", "We encountered an internal error. Please try again.");
  }
}

core::HttpResponse xml_response(std::string xml) {
  return {200, "application/xml", {}, std::move(xml)};
}

core::HttpResponse empty_response(int status) {
  return {status, {}, {}, {}};
}

std::string in_quotes(std::string_view etag) {
  return fmt::format("\"{}\"", etag);
}

std::string xml_time(core::WallTime time) {
  return core::iso_seconds(time) + ".000Z";
}

std::string owner_id(const core::AccountId& account) {
  return core::hex(core::sha256(account.get()));
}

}  // namespace server::s3
