#include "tests/unit/server/s3/s3_fixture.h"

#include <doctest/doctest.h>

// PutObject, GetObject, HeadObject, DeleteObject and DeleteObjects.

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

TEST_CASE_FIXTURE(S3Fixture, "objects are deleted one by one or many at once") {
  make_bucket();
  for (const char* key : {"a", "b", "c/d", "e"}) put(key);
  CHECK(ask("DELETE", "/b-1/a").status == 204);
  CHECK(ask("DELETE", "/b-1/a").status == 204);
  CHECK(files() == std::vector<std::string>{"b-1/b", "b-1/c/d", "b-1/e"});
  const auto deleted = ask("POST", "/b-1?delete", {},
                           "<Delete><Object><Key>b</Key></Object><Object><Key>none</Key>"
                           "<VersionId>null</VersionId></Object></Delete>");
  CHECK(deleted.body ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<DeleteResult "
        "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Deleted><Key>b</Key></Deleted>"
        "<Deleted><Key>none</Key></Deleted></DeleteResult>");
  const auto quiet = ask("POST", "/b-1?delete", {},
                         "<Delete><Object><Key>c/d</Key></Object><Quiet>true</Quiet></Delete>");
  CHECK(quiet.body.find("<Deleted>") == std::string::npos);
  CHECK(files() == std::vector<std::string>{"b-1/e"});
}

TEST_CASE_FIXTURE(S3Fixture, "a deletion that can't be read deletes nothing") {
  make_bucket();
  put("a");
  const std::string malformed =
      "400 MalformedXML: The XML you provided was not well-formed or did not validate against our "
      "published schema";
  const std::string one = "<Object><Key>a</Key></Object>";
  std::string many;
  for (int i = 0; i < 1001; ++i) many += one;
  for (const std::string& body :
       {std::string(), std::string("<Delete>"), std::string("<Delete></Delete>"),
        "<Delete><Other/>" + one + "</Delete>", "<Delete>" + many + "</Delete>"}) {
    CHECK(error("POST", "/b-1?delete", {}, body) == malformed);
  }
  CHECK(error("POST", "/b-1?delete", {},
              "<Delete><Object><Key>a</Key><VersionId>1</VersionId></Object></Delete>") ==
        "501 NotImplemented: Rivulet doesn't support deleting a version.");
  CHECK(error("POST", "/b-1?delete", {},
              "<Delete>" + one + "<Object><Key>../a</Key></Object></Delete>") ==
        "400 InvalidURI: Couldn't parse the specified URI.");
  CHECK(get("a") == "x");
}
