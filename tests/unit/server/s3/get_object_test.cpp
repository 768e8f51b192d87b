#include "tests/unit/server/s3/s3_fixture.h"

#include <doctest/doctest.h>

namespace get_object_test {

TEST_CASE_FIXTURE(S3Fixture, "a key that leads out of its bucket is refused by every operation") {
  make_bucket();
  for (const char* method : {"PUT", "GET", "HEAD", "DELETE"}) {
    for (const char* key : {"../x", "a/../../x", "%2e%2e/x", "..%2fx", "a%00"}) {
      CAPTURE(method);
      CAPTURE(key);
      CHECK(error(method, std::string("/b-1/") + key) ==
            "400 InvalidURI: Couldn't parse the specified URI.");
    }
  }
  CHECK(files().empty());
}

TEST_CASE_FIXTURE(S3Fixture, "parts of an object are sent without its checksum") {
  make_bucket();
  put("k", "0123456789");
  const auto part = ask("GET", "/b-1/k",
                        {
                            {"Range",               "bytes=2-4"},
                            {"x-amz-checksum-mode", "ENABLED"  }
  });
  CHECK(part.status == 206);
  CHECK(part.body == "234");
  CHECK(header(part, "Content-Range") == "bytes 2-4/10");
  CHECK(header(part, "x-amz-checksum-crc64nvme") == "");
  CHECK(ask("HEAD", "/b-1/k",
            {
                {"Range", "bytes=-3"}
  })
            .unsent_bytes == 3);
  const auto beyond = ask("GET", "/b-1/k",
                          {
                              {"Range", "bytes=10-"}
  });
  CHECK(beyond.status == 416);
  CHECK(stable(beyond.body) ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>InvalidRange</Code>"
        "<Message>The requested range is not satisfiable</Message>"
        "<RangeRequested>bytes=10-</RangeRequested><ActualObjectSize>10</ActualObjectSize>");
}

TEST_CASE_FIXTURE(S3Fixture, "reads and writes may be conditional") {
  make_bucket();
  put("k", "hello");
  const std::string etag = "\"5d41402abc4b2a76b9719d911017c592\"";
  const auto known = ask("GET", "/b-1/k",
                         {
                             {"If-None-Match", etag}
  });
  CHECK(known.status == 304);
  CHECK(known.body == "");
  CHECK(header(known, "ETag") == etag);
  const std::string failed =
      "412 PreconditionFailed: At least one of the pre-conditions you specified did not hold";
  CHECK(error("GET", "/b-1/k",
              {
                  {"If-Match", "\"x\""}
  }) == failed);
  CHECK(error("PUT", "/b-1/k",
              {
                  {"If-None-Match", "*"}
  },
              "other") == failed);
  CHECK(error("PUT", "/b-1/k",
              {
                  {"If-Match", "\"x\""}
  },
              "other") == failed);
  CHECK(error("DELETE", "/b-1/k",
              {
                  {"If-Match", "\"x\""}
  }) == failed);
  CHECK(get("k") == "hello");
  CHECK(files().size() == 1);
  CHECK(error("PUT", "/b-1/k",
              {
                  {"If-Match", etag}
  },
              "other") == "");
  CHECK(error("PUT", "/b-1/new",
              {
                  {"If-None-Match", "*"}
  },
              "new") == "");
  CHECK(error("PUT", "/b-1/none",
              {
                  {"If-Match", etag}
  }) == "404 NoSuchKey: The specified key does not exist.");
  CHECK(get("k") == "other");
}

}  // namespace get_object_test
