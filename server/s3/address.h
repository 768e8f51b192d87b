#pragma once

#include <string>
#include <string_view>

// Which bucket and object a request is about.
namespace server::s3 {

// Either is empty when the request names none: it is about all buckets, or about the bucket.
struct Address {
  std::string bucket;
  std::string key;
};

// By path, /BUCKET/KEY, or by the host as well: BUCKET.s3.localhost, BUCKET.s3.REGION.localhost,
// BUCKET.localhost and BUCKET.s3[.REGION].amazonaws.com; s3.localhost has none. Whether the names
// are valid isn't looked at.
Address address_of(std::string_view host, std::string_view target);

// Throws S3Error when the key isn't UTF-8, has a NUL, is longer than 1024 bytes, or leads out of
// the bucket, read as a path ("../a", "a/../../b").
void check_key(const std::string& key);

// "Bucket naming rules" of the user guide.
bool is_bucket_name(std::string_view name);

}  // namespace server::s3
