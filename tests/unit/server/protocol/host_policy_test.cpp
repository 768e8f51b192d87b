#include "server/protocol/host_policy.h"

#include "tests/support/fake_headers.h"

#include <doctest/doctest.h>

namespace host_policy_test {

using server::protocol::HostPolicy;

namespace {

bool allows(const HostPolicy& policy, const char* host) {
  const tests::FakeHeaders headers(tests::HeaderList{std::pair("Host", host)});
  return policy.allows({"POST", "/", headers, ""});
}

bool allows_signed(const char* host, const char* authorization) {
  const tests::FakeHeaders headers({
      {"Host",          host         },
      {"Authorization", authorization}
  });
  return HostPolicy().allows({"POST", "/", headers, ""});
}

constexpr const char* kSigned =
    "AWS4-HMAC-SHA256 Credential=K/20261128/us-east-1/dynamodb/aws4_request, "
    "SignedHeaders=content-type;host;x-amz-date, Signature=0";

}  // namespace

TEST_CASE("a name that no foreign site can bind is welcome, and no other") {
  const HostPolicy policy;
  for (const char* host :
       {"localhost", "localhost:8000", "LOCALHOST:8000", "localhost.", "a.localhost",
        "a.b.localhost:1", "127.0.0.1", "127.0.0.1:8000", "127.8.8.8", "[::1]:8000", "[::1]",
        "10.1.2.3:8000", "[fd00::1]:8000", "", ":8000"}) {
    CAPTURE(host);
    CHECK(allows(policy, host));
  }
  for (const char* host : {"example.com",
                           "example.com:8000",
                           "127.0.0.1.example.com",
                           "localhost.example.com:8000",
                           "localhost.example.com.",
                           "xlocalhost",
                           "rivulet",
                           "rivulet:8000",
                           "a.local",
                           "a.internal",
                           "host.docker.internal:8000",
                           "a.test",
                           "a.home.arpa",
                           "a.svc",
                           "1.2.3.4.5",
                           "1.2.3",
                           "127.1",
                           "2130706433",
                           "0x7f.0.0.1",
                           "[::1",
                           "[example.com]",
                           "[localhost]x",
                           "localhost:80evil.example",
                           "localhost:8000:1",
                           "evil.example:80@localhost",
                           "dynamodb.us-east-1.amazonaws.com"}) {
    CAPTURE(host);
    CHECK_FALSE(allows(policy, host));
  }
}

TEST_CASE("containers find each other by names without a dot when we listen to them") {
  for (const char* listening : {"0.0.0.0", "::", "192.168.1.5"}) {
    CAPTURE(listening);
    const HostPolicy policy(listening);
    CHECK(allows(policy, "rivulet:8000"));
    CHECK_FALSE(allows(policy, "rivulet.example:8000"));
  }
  for (const char* listening : {"127.0.0.1", "127.0.0.2", "::1", "localhost"}) {
    CAPTURE(listening);
    CHECK_FALSE(allows(HostPolicy(listening), "rivulet:8000"));
  }
}

TEST_CASE("what we listen on and what is allowed is welcome") {
  CHECK(allows(HostPolicy("Box.Example"), "box.example:8000"));
  CHECK_FALSE(allows(HostPolicy("box.example"), "x.box.example"));
  const HostPolicy named("127.0.0.1", {"Box.example", "*.svc.cluster.local"});
  CHECK(allows(named, "box.EXAMPLE:8000"));
  CHECK(allows(named, "rivulet.default.svc.cluster.local"));
  CHECK_FALSE(allows(named, "svc.cluster.local"));
  CHECK_FALSE(allows(named, "evilsvc.cluster.local"));
  CHECK_FALSE(allows(named, "a.box.example"));
  CHECK(allows(HostPolicy("127.0.0.1", {"*"}), "evil.example"));
}

TEST_CASE("an endpoint of AWS is welcome from a client that signed for it") {
  for (const char* host :
       {"dynamodb.us-east-1.amazonaws.com", "dynamodb.us-east-1.amazonaws.com:443",
        "dynamodb-fips.us-east-1.amazonaws.com", "streams.dynamodb.us-east-1.amazonaws.com",
        "123456789012.ddb.us-east-1.amazonaws.com", "dynamodb.us-east-1.api.aws",
        "lambda.us-east-1.amazonaws.com", "logs.us-east-1.amazonaws.com",
        "sts.us-east-1.amazonaws.com", "sts.amazonaws.com"}) {
    CAPTURE(host);
    CHECK(allows_signed(host, kSigned));
    CHECK_FALSE(allows_signed(host,
                              "AWS4-HMAC-SHA256 Credential=K/20261128/us-east-1/dynamodb/"
                              "aws4_request, SignedHeaders=x-amz-date, Signature=0"));
    CHECK_FALSE(allows_signed(host, "Bearer SignedHeaders=host"));
  }
  for (const char* host :
       {"dynamodb.eu-west-1.amazonaws.com", "evil.us-east-1.elb.amazonaws.com",
        "x.dynamodb.us-east-1.amazonaws.com", "ec2-1-2-3-4.compute-1.amazonaws.com",
        "1234.ddb.us-east-1.amazonaws.com", "x23456789012.ddb.us-east-1.amazonaws.com",
        "dynamodb.us-east-1.amazonaws.com.cn", "dynamodb.us-east-1.amazonaws.com.evil.example",
        "evil.example", "xdynamodb.us-east-1.api.aws"}) {
    CAPTURE(host);
    CHECK_FALSE(allows_signed(host, kSigned));
  }
  CHECK(allows_signed("dynamodb.cn-north-1.amazonaws.com.cn",
                      "AWS4-HMAC-SHA256 Credential=K/20261128/cn-north-1/dynamodb/aws4_request, "
                      "SignedHeaders=host, Signature=0"));
  const tests::FakeHeaders presigned(
      tests::HeaderList{std::pair("Host", "sts.us-east-1.amazonaws.com")});
  CHECK(HostPolicy().allows(
      {"GET",
       "/?X-Amz-Credential=K%2F20261128%2Fus-east-1%2Fsts%2Faws4_request&X-Amz-SignedHeaders=host",
       presigned, ""}));
}

}  // namespace host_policy_test
