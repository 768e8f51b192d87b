#include "server/operations/transfers/bucket_refusal.h"

#include "tests/unit/server/operations/transfers/transfer_engine.h"

#include <doctest/doctest.h>

namespace bucket_refusal_test {

TEST_CASE("a bucket is there for its owner, who may be stated") {
  tests::Engine engine;
  tests::MemoryObjects objects(engine);
  objects.buckets["b"];
  objects.account = "000000000001";
  const auto code = [&](const char* bucket, const char* stated, const char* caller) {
    return server::operations::bucket_refusal(objects, bucket, stated, core::AccountId(caller))
        .code;
  };
  CHECK(code("b", "", "000000000001") == "");
  CHECK(code("b", "000000000001", "000000000001") == "");
  CHECK(code("b", "000000000001", "000000000002") == "S3AccessDenied");
  CHECK(code("b", "", "000000000002") == "S3AccessDenied");
  CHECK(code("b", "000000000002", "000000000001") == "S3AccessDenied");
  CHECK(code("c", "000000000001", "000000000001") == "S3NoSuchBucket");
}

}  // namespace bucket_refusal_test
