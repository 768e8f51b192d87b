#include "server/s3/upload.h"

#include "core/base64.h"
#include "core/digest.h"
#include "server/s3/s3_api.h"
#include "server/s3/s3_error.h"
#include "tests/support/fake_headers.h"

#include <doctest/doctest.h>

namespace upload_test {

using namespace server::s3;
using tests::HeaderList;

namespace {

Received take(HeaderList fields, std::string body) {
  const tests::FakeHeaders headers(std::move(fields));
  return receive(upload_of(headers, std::move(body)));
}

std::string refusal(HeaderList fields, std::string body) {
  try {
    take(std::move(fields), std::move(body));
    return "";
  } catch (const S3Error& error) {
    return std::to_string(error.status) + " " + std::string(error.code) + ": " + error.message;
  }
}

constexpr const char* kHello = "5d41402abc4b2a76b9719d911017c592";  // MD5 of "hello"
constexpr const char* kHelloMd5 = "XUFAKrxLKna5cZ2REBfFkg==";
constexpr const char* kHelloCrc32 = "NhCmhg==";

}  // namespace

TEST_CASE("an object has its MD5 as entity tag, and the checksum that the client likes") {
  CHECK(take({}, "hello").etag == kHello);
  CHECK(take({}, "hello").checksum_algorithm == "CRC64NVME");
  const auto told = take(
      {
          {"x-amz-checksum-crc32", kHelloCrc32}
  },
      "hello");
  CHECK(told.checksum_algorithm == "CRC32");
  CHECK(told.checksum == kHelloCrc32);
  const auto wanted = take(
      {
          {"x-amz-sdk-checksum-algorithm", "SHA1"}
  },
      "hello");
  CHECK(wanted.checksum_algorithm == "SHA1");
  CHECK(wanted.checksum == core::base64_encode(core::sha1("hello")));
  CHECK(take(
            {
                {"x-amz-sdk-checksum-algorithm", "MD4"}
  },
            "hello")
            .checksum_algorithm == "CRC64NVME");
}

TEST_CASE("what the client told must be true of what arrived") {
  const std::string sha256 = core::hex(core::sha256("hello"));
  struct Case {
    const char* header;
    std::string value;
    const char* refusal;
  };
  const Case cases[] = {
      {"Content-MD5",          kHelloMd5,                      ""                                                                             },
      {"Content-MD5",          "AAAAAAAAAAAAAAAAAAAAAA==",
       "400 BadDigest: The Content-MD5 you specified did not match what we received."                                                         },
      {"Content-MD5",          "AAAA",                         "400 InvalidDigest: The Content-MD5 you specified was invalid."                },
      {"Content-MD5",          "no base64",                    "400 InvalidDigest: The Content-MD5 you specified was invalid."                },
      {"x-amz-checksum-crc32", kHelloCrc32,                    ""                                                                             },
      {"x-amz-checksum-crc32",
       "AAAAAA==",                                             "400 BadDigest: The CRC32 you specified did not match the calculated checksum."},
      {"x-amz-checksum-sha1",  "AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
       "400 BadDigest: The SHA1 you specified did not match the calculated checksum."                                                         },
      {"x-amz-checksum-sha1",
       "AAAAAA==",                                             "400 InvalidRequest: Value for x-amz-checksum-sha1 header is invalid."         },
      {"x-amz-checksum-crc32", "no!ba=64",
       "400 InvalidRequest: Value for x-amz-checksum-crc32 header is invalid."                                                                },
      {"x-amz-content-sha256", sha256,                         ""                                                                             },
      {"x-amz-content-sha256", std::string(64,                 '0'),
       "400 XAmzContentSHA256Mismatch: The provided 'x-amz-content-sha256' header does not match "
       "what was computed."},
      {"x-amz-content-sha256",                      "UNSIGNED-PAYLOAD",                               ""                                                                      },
  };
  for (const Case& c : cases) {
    CAPTURE(c.header);
    CAPTURE(c.value);
    CHECK(refusal(
              {
                  {c.header, c.value}
    },
              "hello") == c.refusal);
  }
}

TEST_CASE("one checksum is told at most") {
  CHECK(refusal(
            {
                {"x-amz-checksum-crc32", kHelloCrc32                             },
                {"x-amz-checksum-sha1",  core::base64_encode(core::sha1("hello"))}
  },
            "hello") ==
        "400 InvalidRequest: Expecting a single x-amz-checksum- header. Multiple checksum Types "
        "are not allowed.");
}

TEST_CASE("a wrong MD5 is answered with both") {
  const tests::FakeHeaders headers(HeaderList{
      {"Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA=="}
  });
  try {
    receive(upload_of(headers, "hello"));
    FAIL("it was taken");
  } catch (const S3Error& error) {
    CHECK(error.details ==
          std::vector<std::pair<std::string_view, std::string>>{
              {"ExpectedDigest", std::string(32, '0')},
              {"CalculatedDigest",                kHelloMd5            }
    });
  }
}

TEST_CASE("a body in chunks is decoded, and its trailers count as headers do") {
  const HeaderList streaming = {
      {"x-amz-content-sha256",         "STREAMING-UNSIGNED-PAYLOAD-TRAILER"},
      {"x-amz-decoded-content-length", "5"                                 }
  };
  const auto body = [](const std::string& crc32) {
    return "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:" + crc32 + "\r\n\r\n";
  };
  const auto received = take(streaming, body(kHelloCrc32));
  CHECK(received.content == "hello");
  CHECK(received.checksum_algorithm == "CRC32");
  CHECK(refusal(streaming, body("AAAAAA==")) ==
        "400 BadDigest: The CRC32 you specified did not match the calculated checksum.");
  CHECK(refusal(streaming, "hello") ==
        "400 IncompleteBody: The request body terminated unexpectedly");
  CHECK(refusal(streaming, "4\r\nhell\r\n0\r\n\r\n") ==
        "400 IncompleteBody: You did not provide the number of bytes specified by the "
        "Content-Length HTTP header");
  HeaderList ill = streaming;
  ill[1].second = "5x";
  CHECK(refusal(ill, body(kHelloCrc32)) ==
        "400 InvalidArgument: The value of x-amz-decoded-content-length isn't a length");
  CHECK(refusal(
            {
                {"x-amz-decoded-content-length", "5x"}
  },
            "hello") == "");
}

TEST_CASE("an object that is too large is refused, however it came") {
  CHECK(refusal({}, std::string(kMaxObjectBytes, 'x')) == "");
  CHECK(refusal({}, std::string(kMaxObjectBytes + 1, 'x')) ==
        "400 EntityTooLarge: Your proposed upload exceeds the maximum allowed size");
}

}  // namespace upload_test
