#include "server/own_object_access.h"

#include "tests/unit/server/s3/s3_fixture.h"

#include <doctest/doctest.h>

namespace own_object_access_test {

namespace {

struct Fixture : S3Fixture {
  server::OwnObjectAccess access{store, parts().run_on_worker};

  Fixture() { make_bucket(); }

  std::string read(const server::FoundObject& object, std::size_t offset, std::size_t count) {
    std::optional<std::string> bytes;
    access.read(object, offset, count, [&](auto told) { bytes = std::move(told); });
    settle();
    return bytes.value_or("unreadable");
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a bucket belongs to an account") {
  CHECK(access.owner_of("b-1").value().get() == "000000000000");
  CHECK(!access.owner_of("b-2"));
}

TEST_CASE_FIXTURE(Fixture, "what is put is an object as any other, or is told why not") {
  std::vector<std::string> told;
  const auto note = [&](const std::optional<std::string>& failure) {
    told.push_back(failure.value_or("stored"));
  };
  access.put("b-1", "in/a", "content", note);
  access.put("b-2", "in/a", "content", note);
  CHECK(told.empty());
  settle();
  CHECK(get("in/a") == "content");
  std::sort(told.begin(), told.end());
  CHECK(told == std::vector<std::string>{"The specified bucket does not exist", "stored"});
}

TEST_CASE_FIXTURE(Fixture, "keys are listed by prefix, from one on") {
  for (const char* key : {"in", "in/a", "in/b", "in/b/c", "io"}) put(key, "x");
  using Keys = std::vector<std::string>;
  CHECK(access.list("b-1", "in/", "", 10) == Keys{"in/a", "in/b", "in/b/c"});
  CHECK(access.list("b-1", "in/", "in/a", 10) == Keys{"in/b", "in/b/c"});
  CHECK(access.list("b-1", "in/", "in/b/c", 10).empty());
  CHECK(access.list("b-1", "in/", "", 2) == Keys{"in/a", "in/b"});
  CHECK(access.list("b-1", "", "in/b/c", 10) == Keys{"io"});
}

TEST_CASE_FIXTURE(Fixture, "an object is read in pieces, as it was when it was found") {
  put("k", "12345");
  const auto found = access.find("b-1", "k");
  REQUIRE(found);
  CHECK(found->size_bytes == 5);
  CHECK(read(*found, 0, 2) == "12");
  CHECK(read(*found, 2, 100) == "345");
  CHECK(read(*found, 5, 100) == "");
  CHECK(read(*found, 6, 100) == "");
  put("k", "another");
  CHECK(read(*found, 0, 2) == "unreadable");
  CHECK(!access.find("b-1", "l"));
}

}  // namespace own_object_access_test
