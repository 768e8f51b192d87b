#include "server/s3/refused_headers.h"

#include "server/s3/s3_error.h"
#include "tests/support/fake_headers.h"

#include <doctest/doctest.h>

namespace refused_headers_test {

using namespace server::s3;

namespace {

std::string refusal(const char* header, const char* value) {
  try {
    refuse_unsupported_headers(tests::FakeHeaders(tests::HeaderList{
        {header, value}
    }));
  } catch (const S3Error& error) {
    return std::to_string(error.status) + " " + std::string(error.code) + ": " + error.message;
  }
  return "";
}

}  // namespace

TEST_CASE("what is so anyway may be asked for") {
  CHECK(refusal("x-amz-acl", "private") == "");
  CHECK(refusal("x-amz-acl", "bucket-owner-full-control") == "");
  CHECK(refusal("x-amz-bucket-object-lock-enabled", "false") == "");
  CHECK(refusal("x-amz-object-lock-legal-hold", "OFF") == "");
  CHECK(refusal("x-amz-object-ownership", "BucketOwnerEnforced") == "");
  CHECK(refusal("x-amz-server-side-encryption", "AES256") == "");
  CHECK(refusal("x-amz-storage-class", "STANDARD") == "");
  CHECK(refusal("x-amz-tagging", "") == "");
  CHECK(refusal("x-amz-meta-tagging", "a=1") == "");
}

TEST_CASE("what Rivulet lacks is refused by header and value") {
  CHECK(refusal("x-amz-acl", "public-read") ==
        "501 NotImplemented: Rivulet doesn't support x-amz-acl: public-read.");
  for (const char* header :
       {"x-amz-bucket-object-lock-enabled", "x-amz-grant-full-control", "x-amz-grant-read",
        "x-amz-grant-read-acp", "x-amz-grant-write", "x-amz-grant-write-acp",
        "x-amz-object-lock-legal-hold", "x-amz-object-lock-mode", "x-amz-object-ownership",
        "x-amz-server-side-encryption", "x-amz-server-side-encryption-customer-algorithm",
        "x-amz-storage-class", "x-amz-tagging", "x-amz-website-redirect-location",
        "x-amz-write-offset-bytes"}) {
    CHECK(refusal(header, "v") ==
          std::string("501 NotImplemented: Rivulet doesn't support ") + header + ": v.");
  }
}

}  // namespace refused_headers_test
