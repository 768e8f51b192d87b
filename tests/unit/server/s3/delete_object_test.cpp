#include "tests/unit/server/s3/s3_fixture.h"

#include <doctest/doctest.h>

namespace delete_object_test {

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

TEST_CASE_FIXTURE(S3Fixture, "a worker reads which objects are to be deleted") {
  make_bucket();
  put("a");
  std::function<void()> read;
  engine.services.run_on_worker = [&](const auto& run, const auto& done) {
    read = [run, done] { run(), done(); };
  };
  const std::string body = "<Delete><Object><Key>a</Key></Object></Delete>";
  send("POST", "/b-1?delete", {}, body);
  settle();
  CHECK_FALSE(answer);
  CHECK(files() == std::vector<std::string>{"b-1/a"});
  read();
  settle();
  CHECK(answer->status == 200);
  CHECK(files().empty());

  send("POST", "/b-1?delete", {}, body);
  const auto read_too_late = std::exchange(read, {});
  CHECK(ask("DELETE", "/b-1").status == 204);
  read_too_late();
  settle();
  CHECK(tests::xml_error(answer->status, answer->body) ==
        "404 NoSuchBucket: The specified bucket does not exist");
}

}  // namespace delete_object_test
