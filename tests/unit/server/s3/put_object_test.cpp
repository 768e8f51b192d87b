#include "tests/unit/server/s3/s3_fixture.h"

#include <doctest/doctest.h>

namespace put_object_test {

TEST_CASE_FIXTURE(S3Fixture, "an object comes back as it was put") {
  make_bucket();
  const auto stored = ask("PUT", "/b-1/a/k",
                          {
                              {"Content-Type",      "text/plain"      },
                              {"Cache-Control",     "no-cache"        },
                              {"Content-Encoding",  "aws-chunked,gzip"},
                              {"X-Amz-Meta-Colour", "blue"            },
                              {"x-amz-meta-b",      "2"               }
  },
                          "hello");
  CHECK(stored.status == 200);
  CHECK(stored.body == "");
  CHECK(header(stored, "ETag") == "\"5d41402abc4b2a76b9719d911017c592\"");
  CHECK(header(stored, "x-amz-checksum-crc64nvme") == "M3eFcAZSQlc=");
  CHECK(header(stored, "x-amz-checksum-type") == "FULL_OBJECT");

  for (const char* method : {"GET", "HEAD"}) {
    CAPTURE(method);
    const auto got = ask(method, "/b-1/a/k");
    CHECK(got.status == 200);
    CHECK(got.body == (*method == 'G' ? "hello" : ""));
    CHECK(got.unsent_bytes.value_or(got.body.size()) == 5);
    CHECK(got.content_type == "text/plain");
    CHECK(header(got, "ETag") == "\"5d41402abc4b2a76b9719d911017c592\"");
    CHECK(header(got, "Last-Modified") == "Wed, 18 Dec 2024 00:00:00 GMT");
    CHECK(header(got, "Accept-Ranges") == "bytes");
    CHECK(header(got, "Cache-Control") == "no-cache");
    CHECK(header(got, "Content-Encoding") == "gzip");
    CHECK(header(got, "x-amz-meta-colour") == "blue");
    CHECK(header(got, "x-amz-meta-b") == "2");
    CHECK(header(got, "x-amz-checksum-crc64nvme") == "");
  }
  const auto checked = ask("GET", "/b-1/a/k",
                           {
                               {"x-amz-checksum-mode", "ENABLED"}
  });
  CHECK(header(checked, "x-amz-checksum-crc64nvme") == "M3eFcAZSQlc=");
  CHECK(ask("GET", "/b-1/a/k?response-content-type=a/b&response-expires=never").content_type ==
        "a/b");
  CHECK(header(ask("GET", "/b-1/a/k?response-cache-control=x"), "Cache-Control") == "x");
}

TEST_CASE_FIXTURE(S3Fixture, "what isn't said of an object has its default") {
  make_bucket();
  ask("PUT", "/b-1/k",
      {
          {"Content-Encoding", "aws-chunked"}
  });
  const auto got = ask("GET", "/b-1/k");
  CHECK(got.content_type == "binary/octet-stream");
  CHECK(got.body == "");
  CHECK(header(got, "Content-Encoding") == "");
  CHECK(ask("HEAD", "/b-1/k").unsent_bytes == 0);
}

TEST_CASE_FIXTURE(S3Fixture, "keys that look like paths stay apart") {
  make_bucket();
  const std::string keys[] = {"a",
                              "a/",
                              "a/b",
                              "a//b",
                              "/a",
                              ".a",
                              "a/../c",
                              "%25",
                              "%2541",
                              "%C3%BC%20%40",
                              std::string(1000, 'k')};
  for (const std::string& key : keys) put(key, "content of " + key);
  for (const std::string& key : keys) {
    CAPTURE(key);
    CHECK(get(key) == "content of " + key);
  }
  CHECK(files().size() == std::size(keys));
}

TEST_CASE_FIXTURE(S3Fixture, "what is ill is refused before anything is stored") {
  make_bucket();
  CHECK(error("PUT", "/b-1/k",
              {
                  {"Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA=="}
  },
              "hello") ==
        "400 BadDigest: The Content-MD5 you specified did not match what we received.");
  CHECK(error("PUT", "/b-1/k",
              {
                  {"x-amz-meta-a", std::string(2047, 'x')}
  }) == "");
  CHECK(error("PUT", "/b-1/k",
              {
                  {"x-amz-meta-a", std::string(2048, 'x')}
  }) ==
        "400 MetadataTooLarge: Your metadata headers exceed the maximum allowed metadata size");
  CHECK(error("PUT", "/none/k") == "404 NoSuchBucket: The specified bucket does not exist");
  CHECK(error("GET", "/b-1/other") == "404 NoSuchKey: The specified key does not exist.");
  CHECK(files().size() == 1);
}

}  // namespace put_object_test
