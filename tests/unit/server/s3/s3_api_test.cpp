#include "server/s3/s3_api.h"

#include "tests/unit/server/s3/s3_fixture.h"

#include <doctest/doctest.h>

namespace s3_api_test {

namespace s3 = server::s3;

TEST_CASE("S3 is told by the credential, in the header or in a presigned URL") {
  const auto serves = [](const char* target, tests::HeaderList fields) {
    const tests::FakeHeaders headers(std::move(fields));
    return s3::serves({"GET", target, headers, {}});
  };
  const std::string for_s3 = "AWS4-HMAC-SHA256 Credential=a/20261128/us-east-1/s3/aws4_request, X";
  const std::string for_sts =
      "AWS4-HMAC-SHA256 Credential=a/20261128/us-east-1/sts/aws4_request, X";
  CHECK(serves("/2015-03-31/functions", {
                                            {"Authorization", for_s3}
  }));
  CHECK(serves("/b/k?X-Amz-Credential=a%2F20261128%2Fus-east-1%2Fs3%2Faws4_request", {}));
  CHECK_FALSE(serves("/b/k", {
                                 {"Authorization", for_sts}
  }));
  CHECK_FALSE(serves("/b/k", {}));
  CHECK_FALSE(serves("/", {
                              {"Authorization", for_s3               },
                              {"X-Amz-Target",  "DynamoDB_20120810.X"}
  }));
}

TEST_CASE_FIXTURE(S3Fixture, "every answer has ids, an error also in its body") {
  const auto missing = ask("GET", "/b-1/k");
  CHECK(header(missing, "x-amz-request-id").size() == 16);
  CHECK(element(missing.body, "RequestId") == header(missing, "x-amz-request-id"));
  CHECK(element(missing.body, "HostId") == header(missing, "x-amz-id-2"));
  CHECK(missing.content_type == "application/xml");
  CHECK(stable(missing.body) ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchBucket</Code>"
        "<Message>The specified bucket does not exist</Message><BucketName>b-1</BucketName>");
  CHECK(header(ask("GET", "/"), "x-amz-request-id").size() == 16);
}

TEST_CASE_FIXTURE(S3Fixture, "what Rivulet lacks is refused by name") {
  make_bucket();
  CHECK(error("POST", "/b-1/k?uploads") ==
        "501 NotImplemented: Rivulet doesn't support CreateMultipartUpload.");
  CHECK(error("GET", "/b-1?acl") == "501 NotImplemented: Rivulet doesn't support GetBucketAcl.");
  CHECK(error("PUT", "/b-1/k",
              {
                  {"x-amz-tagging", "a=b"}
  }) ==
        "501 NotImplemented: Rivulet doesn't support x-amz-tagging: a=b.");
  CHECK(error("PUT", "/b-1/k",
              {
                  {"x-amz-acl", "public-read"}
  }) ==
        "501 NotImplemented: Rivulet doesn't support x-amz-acl: public-read.");
  CHECK(error("PUT", "/b-1/k",
              {
                  {"x-amz-acl",           "private" },
                  {"x-amz-storage-class", "STANDARD"}
  }) == "");
  CHECK(error("GET", "/b-1/k?versionId=1") ==
        "501 NotImplemented: Rivulet doesn't support versionId.");
  CHECK(error("GET", "/b-1/k?versionId=null") == "");
  CHECK(error("GET", "/b-1/k?partNumber=1") ==
        "501 NotImplemented: Rivulet doesn't support partNumber.");
  CHECK(error("PATCH", "/b-1/k") ==
        "405 MethodNotAllowed: The specified method is not allowed against this resource.");
}

TEST_CASE("only an object's body may be large") {
  const auto limit = [](const char* method, const char* target, tests::HeaderList fields = {}) {
    const tests::FakeHeaders headers(std::move(fields));
    return s3::max_body_bytes({method, target, headers, {}});
  };
  constexpr std::size_t kMegabyte = 1 << 20;
  CHECK(limit("PUT", "/b/k") == 65 * kMegabyte);
  CHECK(limit("PUT", "/k",
              {
                  {"Host", "b.s3.localhost"}
  }) == 65 * kMegabyte);
  for (const char* target : {"/b", "/b/k?uploadId=1", "/b?versioning", "/b/k?acl", "/"}) {
    CAPTURE(target);
    CHECK(limit("PUT", target) == 2 * kMegabyte);
  }
  CHECK(limit("POST", "/b?delete") == 2 * kMegabyte);
  CHECK(limit("GET", "/b/k") == 2 * kMegabyte);
}

TEST_CASE_FIXTURE(S3Fixture, "a request of no region, or with too large a body, is refused") {
  region = "no_region";
  CHECK(error("GET", "/") ==
        "400 AuthorizationHeaderMalformed: The authorization header is malformed; Credential "
        "should be scoped to a valid region.");
  const tests::FakeHeaders headers(tests::HeaderList{
      {"Content-Length", "99999999"}
  });
  const auto refusal = [&](const char* method, const char* target) {
    core::HttpRequest request{method, target, headers, {}};
    request.body_too_large = true;
    s3::serve_s3(std::move(request), store, engine.services,
                 [this](core::HttpResponse response) { answer = std::move(response); });
    return stable(answer->body);
  };
  CHECK(refusal("PUT", "/b-1/k") ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>EntityTooLarge</Code>"
        "<Message>Your proposed upload exceeds the maximum allowed size</Message>"
        "<ProposedSize>99999999</ProposedSize><MaxSizeAllowed>67108864</MaxSizeAllowed>");
  CHECK(refusal("POST", "/b-1?delete") ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>MaxMessageLengthExceeded</Code>"
        "<Message>Your request was too large.</Message>"
        "<MaxMessageLengthBytes>2097152</MaxMessageLengthBytes>");
  CHECK(answer->status == 400);
}

}  // namespace s3_api_test
