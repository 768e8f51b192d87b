#include "tests/unit/server/s3/s3_fixture.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace buckets_test {

namespace {

std::string constraint(const std::string& name) {
  return "<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
         "<LocationConstraint>" +
         name + "</LocationConstraint></CreateBucketConfiguration>";
}

}  // namespace

TEST_CASE_FIXTURE(S3Fixture, "a bucket comes and goes") {
  const auto made = ask("PUT", "/b-1");
  CHECK(made.status == 200);
  CHECK(header(made, "Location") == "/b-1");
  CHECK(ask("HEAD", "/b-1").status == 200);
  CHECK(header(ask("HEAD", "/b-1"), "x-amz-bucket-region") == "us-east-1");
  CHECK(ask("PUT", "/b-1").status == 200);  // once more, as in us-east-1 on AWS
  put("k");
  CHECK(error("DELETE", "/b-1") ==
        "409 BucketNotEmpty: The bucket you tried to delete is not empty");
  ask("DELETE", "/b-1/k");
  CHECK(ask("DELETE", "/b-1").status == 204);
  CHECK(error("DELETE", "/b-1") == "404 NoSuchBucket: The specified bucket does not exist");
  CHECK(error("HEAD", "/b-1") == "404 NoSuchBucket: The specified bucket does not exist");
}

TEST_CASE_FIXTURE(S3Fixture, "a bucket's name must be valid") {
  for (const char* method : {"PUT", "GET", "HEAD", "DELETE"}) {
    CAPTURE(method);
    CHECK(error(method, "/B") == "400 InvalidBucketName: The specified bucket is not valid.");
  }
}

TEST_CASE_FIXTURE(S3Fixture, "a bucket is in the region that its client signs for") {
  struct Case {
    const char* region;
    std::string body;
    const char* error;
    const char* location;
  };
  const Case cases[] = {
      {"us-east-1", "",                             "",                                                                                   ""         },
      {"us-east-1", constraint("eu-west-1"),        "",                                                                                   "eu-west-1"},
      {"us-east-1", constraint("us-east-1"),
       "400 InvalidLocationConstraint: The specified location-constraint is not valid",                                                   ""         },
      {"us-east-1", constraint("no_region"),
       "400 InvalidLocationConstraint: The specified location-constraint is not valid",                                                   ""         },
      {"us-east-1", constraint("foo"),
       "400 InvalidLocationConstraint: The specified location-constraint is not valid",                                                   ""         },
      {"us-east-1", constraint("foo-bar"),
       "400 InvalidLocationConstraint: The specified location-constraint is not valid",                                                   ""         },
      {"us-east-1", constraint("EU"),               "",                                                                                   "eu-west-1"},
      {"local",     constraint("local"),            "",                                                                                   "local"    },
      {"eu-west-1", constraint("bar"),
       "400 IllegalLocationConstraintException: The bar location constraint is incompatible "
       "for the region specific endpoint this request was sent to.",                                                                      ""         },
      {"eu-west-1", constraint("eu-west-1"),        "",                                                                                   "eu-west-1"},
      {"eu-west-1", "",
       "400 IllegalLocationConstraintException: The unspecified location constraint is "
       "incompatible for the region specific endpoint this request was sent to.",                                                         ""         },
      {"eu-west-1", constraint("eu-north-1"),
       "400 IllegalLocationConstraintException: The eu-north-1 location constraint is incompatible "
       "for the region specific endpoint this request was sent to.",                                                                      ""         },
      {"us-east-1", "<a>",
       "400 MalformedXML: The XML you provided was not well-formed or did not validate against our "
       "published schema",                                                                                                                ""         },
      {"us-east-1",
       "<CreateBucketConfiguration><Bucket><Type>Directory</Type></Bucket></"
       "CreateBucketConfiguration>",                "501 NotImplemented: Rivulet doesn't support CreateBucketConfiguration/Bucket/Type.", ""         },
      {"us-east-1", "<CreateBucketConfiguration/>", "",                                                                                   ""         },
  };
  int number = 0;
  for (const Case& c : cases) {
    CAPTURE(c.region);
    CAPTURE(c.body);
    region = c.region;
    const std::string path = fmt::format("/bucket-{}", ++number);
    CHECK(error("PUT", path, {}, c.body) == c.error);
    if (*c.error) continue;
    CHECK(ask("GET", path + "?location").body ==
          fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<LocationConstraint "
                      "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">{}</LocationConstraint>",
                      c.location));
  }
}

TEST_CASE_FIXTURE(S3Fixture, "names are the same for all, and others' buckets are closed") {
  make_bucket();
  put("k");
  access_key = "123456789012";
  CHECK(error("PUT", "/b-1") ==
        "409 BucketAlreadyExists: The requested bucket name is not available. The bucket namespace "
        "is shared by all users of the system. Please select a different name and try again.");
  CHECK(error("GET", "/b-1/k") == "403 AccessDenied: Access Denied");
  CHECK(error("DELETE", "/b-1") == "403 AccessDenied: Access Denied");
  access_key = "AKIDEXAMPLE";
  CHECK(error("GET", "/b-1/k",
              {
                  {"x-amz-expected-bucket-owner", "123456789012"}
  }) ==
        "403 AccessDenied: Access Denied");
  CHECK(error("GET", "/b-1/k",
              {
                  {"x-amz-expected-bucket-owner", "000000000000"}
  }) == "");
  region = "eu-west-1";
  CHECK(error("GET", "/b-1/k") == "");
  CHECK(error("PUT", "/b-1", {}, constraint("eu-west-1")) ==
        "409 BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded "
        "and you already own it.");
}

TEST_CASE_FIXTURE(S3Fixture, "buckets are listed by name, a page at a time") {
  for (const char* name : {"b-2", "b-1", "c-1"}) make_bucket(name);
  access_key = "123456789012";
  make_bucket("a-1");
  access_key = "AKIDEXAMPLE";
  const auto names = [&](const std::string& query) {
    std::string xml = ask("GET", "/" + query).body;
    std::string found;
    for (auto at = xml.find("<Name>"); at != std::string::npos; at = xml.find("<Name>", at + 1)) {
      found += xml.substr(at + 6, xml.find('<', at + 6) - at - 6) + " ";
    }
    return found;
  };
  CHECK(names("") == "b-1 b-2 c-1 ");
  CHECK(names("?prefix=b") == "b-1 b-2 ");
  CHECK(names("?bucket-region=eu-west-1") == "");
  CHECK(names("?bucket-region=us-east-1") == "b-1 b-2 c-1 ");
  CHECK(names("?max-buckets=2") == "b-1 b-2 ");
  CHECK(element(ask("GET", "/?max-buckets=2").body, "ContinuationToken") == "b-2");
  CHECK(element(ask("GET", "/?max-buckets=3").body, "ContinuationToken") == "");
  CHECK(names("?continuation-token=b-2") == "c-1 ");
  CHECK(error("GET", "/?max-buckets=x") ==
        "400 InvalidArgument: Provided max-buckets not an integer or within integer range");
  access_key = "123456789012";
  CHECK(ask("GET", "/?prefix=a").body ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListAllMyBucketsResult "
        "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Owner><ID>"
        "2a33349e7e606a8ad2e30e3c84521f9377450cf09083e162e0a9b1480ce0f972</ID></Owner><Buckets>"
        "<Bucket><Name>a-1</Name><CreationDate>2024-12-18T00:00:00.000Z</CreationDate>"
        "<BucketRegion>us-east-1</BucketRegion></Bucket></Buckets><Prefix>a</Prefix>"
        "</ListAllMyBucketsResult>");
}

}  // namespace buckets_test
