#include "server/s3/call.h"

#include "server/s3/s3_error.h"
#include "tests/unit/server/s3/s3_fixture.h"

#include <doctest/doctest.h>

namespace call_test {

using namespace server::s3;

namespace {

struct Fixture : S3Fixture {
  Fixture() { make_bucket(); }
  std::string bucket_error(const std::string& name, const std::string& account,
                           tests::HeaderList fields = {}) {
    const tests::FakeHeaders headers(std::move(fields));
    const Call call{
        {"GET",                      "/", headers, ""},
        {core::AccountId(account),                   core::Region("us-east-1")},
        {name,                          ""},
        engine.clock,
        {                      }
    };
    return fault([&] { require_bucket(call, store); });
  }
  static std::string fault(const std::function<void()>& run) {
    try {
      run();
    } catch (const S3Error& error) {
      const auto response = error_response(error);
      return tests::xml_error(response.status, response.body);
    }
    return "";
  }
};

const std::string kOwner = "000000000000";
const std::string kDenied = "403 AccessDenied: Access Denied";

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a bucket is its owner's, and the one whom the client expects") {
  CHECK(bucket_error("b-1", kOwner) == "");
  CHECK(bucket_error("b-1", "000000000001") == kDenied);
  CHECK(bucket_error("b-1", kOwner,
                     {
                         {"x-amz-expected-bucket-owner", kOwner}
  }) == "");
  CHECK(bucket_error("b-1", kOwner,
                     {
                         {"x-amz-expected-bucket-owner", "000000000001"}
  }) == kDenied);
  CHECK(bucket_error("b-2", kOwner) == "404 NoSuchBucket: The specified bucket does not exist");
  CHECK(bucket_error("B_2", kOwner) == "400 InvalidBucketName: The specified bucket is not valid.");
}

TEST_CASE("a write's verdict is an answer") {
  const auto told = [](WriteVerdict verdict) {
    return Fixture::fault([&] { require_done(verdict, {"b-1", "k"}); });
  };
  CHECK(told(WriteVerdict::done) == "");
  CHECK(told(WriteVerdict::no_bucket) == "404 NoSuchBucket: The specified bucket does not exist");
  CHECK(told(WriteVerdict::no_key) == "404 NoSuchKey: The specified key does not exist.");
  CHECK(told(WriteVerdict::failed_match) == told(WriteVerdict::failed_none_match));
  CHECK(told(WriteVerdict::failed_match) ==
        "412 PreconditionFailed: At least one of the pre-conditions you specified did not hold");
  CHECK(told(WriteVerdict::disk_failed) ==
        "500 InternalError: We encountered an internal error. Please try again.");
}

TEST_CASE("texts of answers have S3's form") {
  CHECK(in_quotes("5d41") == "\"5d41\"");
  CHECK(xml_time(core::from_epoch_milliseconds(1'795'608'000'999)) == "2026-11-25T12:00:00.000Z");
  CHECK(owner_id(core::AccountId(kOwner)).size() == 64);
  CHECK(owner_id(core::AccountId(kOwner)) != owner_id(core::AccountId("000000000001")));
}

}  // namespace call_test
