#include "server/s3/own_objects.h"

#include "tests/unit/server/s3/s3_fixture.h"

#include <doctest/doctest.h>

namespace own_objects_test {

using namespace server::s3;

namespace {

struct Fixture : S3Fixture {
  Fixture() { make_bucket(); }
  // "" when it is stored.
  std::string put_own(const std::string& bucket) {
    std::optional<std::optional<std::string>> told;
    put_own_object(store, parts().run_on_worker, bucket, "folder/k", "document",
                   [&](std::optional<std::string> failure) { told = std::move(failure); });
    CHECK_FALSE(told);
    settle();
    return told.value().value_or("");
  }
  std::string read_own(const std::string& bucket, const std::string& key, std::size_t max_bytes,
                       const std::string& account = "000000000000") {
    std::string told;
    read_own_object(store, {core::AccountId(account), core::Region("us-east-1")}, bucket, key,
                    max_bytes, [&](server::ObjectContent content) {
                      told = content.error_code.empty()
                                 ? content.bytes
                                 : content.error_code + ": " + content.error_message;
                    });
    settle();
    return told;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "what the program puts is an object as any other") {
  CHECK(put_own("b-1") == "");
  CHECK(get("folder/k") == "document");
  const auto head = ask("HEAD", "/b-1/folder/k",
                        {
                            {"x-amz-checksum-mode", "ENABLED"}
  });
  CHECK(header(head, "ETag") == "\"fdc3bdefb79cec8eb8211d2499e04704\"");
  CHECK(header(head, "x-amz-checksum-crc64nvme") != "");
  CHECK(put_own("b-2") == "The specified bucket does not exist");
}

TEST_CASE_FIXTURE(Fixture, "the program reads objects up to a size, of buckets of the caller's") {
  put("k", "12345");
  CHECK(read_own("b-1", "k", 5) == "12345");
  CHECK(read_own("b-1", "k", 4) == "EntityTooLarge: The object is too large.");
  CHECK(read_own("b-1", "l", 5) == "NoSuchKey: The specified key does not exist.");
  CHECK(read_own("b-2", "k", 5) == "NoSuchBucket: The specified bucket does not exist");
  CHECK(read_own("b-1", "k", 5, "000000000001") == "AccessDenied: Access Denied");
}

}  // namespace own_objects_test
