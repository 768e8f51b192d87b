#include "core/base64.h"
#include "tests/unit/server/s3/s3_fixture.h"

#include <doctest/doctest.h>

namespace list_objects_test {

namespace {

const std::string kHead =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult "
    "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>b-1</Name>";
const std::string kTime = "<LastModified>2024-12-18T00:00:00.000Z</LastModified>";
const std::string kRest = "<ETag>&quot;9dd4e461268c8034f5c8564e155c67a6&quot;</ETag><Size>1</Size>";

struct Fixture : S3Fixture {
  Fixture() {
    make_bucket();
    for (const char* key : {"a", "b/1", "b/2", "c%20d%26"}) put(key);
  }
  std::string list(const std::string& query) { return ask("GET", "/b-1?" + query).body; }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "version 2 lists keys, common prefixes, and where to go on") {
  CHECK(list("list-type=2&delimiter=/&max-keys=2") ==
        kHead +
            "<Prefix></Prefix><Delimiter>/</Delimiter><MaxKeys>2</MaxKeys>"
            "<NextContinuationToken>" +
            core::base64_encode("b/") +
            "</NextContinuationToken><KeyCount>2</KeyCount><IsTruncated>true</IsTruncated>"
            "<Contents><Key>a</Key>" +
            kTime + kRest +
            "<StorageClass>STANDARD</StorageClass></Contents>"
            "<CommonPrefixes><Prefix>b/</Prefix></CommonPrefixes></ListBucketResult>");
  CHECK(list("list-type=2&delimiter=/&start-after=a&continuation-token=" +
             core::base64_encode("b/")) ==
        kHead +
            "<Prefix></Prefix><Delimiter>/</Delimiter><MaxKeys>1000</MaxKeys>"
            "<StartAfter>a</StartAfter><ContinuationToken>Yi8=</ContinuationToken>"
            "<KeyCount>1</KeyCount><IsTruncated>false</IsTruncated>"
            "<Contents><Key>c d&amp;</Key>" +
            kTime + kRest + "<StorageClass>STANDARD</StorageClass></Contents></ListBucketResult>");
}

TEST_CASE_FIXTURE(Fixture,
                  "version 2 begins behind a key, and shows owners and encoded keys if asked") {
  const std::string xml =
      list("list-type=2&start-after=b/2&fetch-owner=true&encoding-type=url&prefix=c%20");
  CHECK(element(xml, "EncodingType") == "url");
  CHECK(element(xml, "Prefix") == "c+");
  CHECK(element(xml, "StartAfter") == "b/2");
  CHECK(element(xml, "Key") == "c+d%26");
  CHECK(element(element(xml, "Owner"), "ID").size() == 64);
  CHECK(element(list("list-type=2"), "Owner") == "");
}

TEST_CASE_FIXTURE(Fixture,
                  "version 1 goes on behind a marker, and tells it when there is a delimiter") {
  CHECK(element(list("max-keys=1"), "NextMarker") == "");
  CHECK(element(list("max-keys=1"), "IsTruncated") == "true");
  CHECK(element(list("max-keys=2&delimiter=/"), "NextMarker") == "b/");
  const std::string xml = list("marker=b/1&delimiter=2");
  CHECK(element(xml, "Marker") == "b/1");
  CHECK(element(element(xml, "CommonPrefixes"), "Prefix") == "b/2");
  CHECK(element(xml, "Key") == "c d&amp;");
  CHECK(element(element(xml, "Owner"), "ID").size() == 64);
  CHECK(element(xml, "NextMarker") == "");
}

TEST_CASE_FIXTURE(Fixture, "a listing that can't be understood is refused") {
  CHECK(element(list("list-type=2&max-keys=0"), "KeyCount") == "0");
  CHECK(element(list("list-type=2&max-keys=0"), "IsTruncated") == "false");
  CHECK(element(list("list-type=2&max-keys=1001"), "MaxKeys") == "1000");
  const std::string number =
      "400 InvalidArgument: Provided max-keys not an integer or within integer range";
  for (const char* text : {"-1", "x", "1x", "99999999999"}) {
    CHECK(error("GET", std::string("/b-1?list-type=2&max-keys=") + text) == number);
  }
  CHECK(error("GET", "/b-1?encoding-type=x") ==
        "400 InvalidArgument: Invalid Encoding Method specified in Request");
  for (const char* token : {"", "!"}) {
    CHECK(error("GET", std::string("/b-1?list-type=2&continuation-token=") + token) ==
          "400 InvalidArgument: The continuation token provided is incorrect");
  }
  CHECK(error("GET", "/b-2") == "404 NoSuchBucket: The specified bucket does not exist");
}

}  // namespace list_objects_test
