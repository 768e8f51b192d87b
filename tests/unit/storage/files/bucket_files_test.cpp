#include "storage/files/bucket_files.h"

#include "tests/unit/storage/files/temporary_place.h"

#include <doctest/doctest.h>

namespace bucket_files_test {

namespace fs = std::filesystem;
using storage::files::BucketFiles;
using storage::files::Directory;
using storage::files::ObjectFile;
using storage::files::read_bytes;

namespace {

struct Fixture {
  explicit Fixture(bool durable = false)
      : files(
            {Directory::open(place.path()).make("buckets"),
             std::make_shared<storage::files::Trash>(Directory::open(place.path()).make("trash"))},
            durable) {}

  fs::path at(const std::string& path) const { return place.path() / "buckets" / path; }
  std::string content(const ObjectFile& file, std::size_t count) {
    return read_bytes(files.open(file), 0, count);
  }

  TemporaryPlace place;
  BucketFiles files;
};

}  // namespace

TEST_CASE(
    "a file is written for its owner alone, read in parts, and removed with its directories") {
  for (const bool durable : {false, true}) {
    Fixture fixture(durable);
    const ObjectFile file{"b", "a/k", "1"};
    fixture.files.write(file, "hello");
    CHECK(read(fixture.at("b/a/k@1")) == "hello");
    CHECK(mode(fixture.at("b/a/k@1")) == (fs::perms::owner_read | fs::perms::owner_write));
    CHECK(mode(fixture.at("b/a")) == fs::perms::owner_all);
    const auto open = fixture.files.open(file);
    CHECK(read_bytes(open, 1, 3) == "ell");
    CHECK(read_bytes(open, 5, 0) == "");
    CHECK_THROWS_WITH(read_bytes(open, 3, 3), "a file of an object is shorter than the object");
    fixture.files.write({"b", "other", "2"}, "");
    fixture.files.remove(file);
    CHECK_FALSE(fs::exists(fixture.at("b/a")));
    CHECK(fs::exists(fixture.at("b/other@2")));
    CHECK(read_bytes(open, 0, 5) == "hello");
    CHECK_FALSE(fixture.files.open(file));
    CHECK_THROWS_WITH(fixture.content(file, 0), "the file of an object isn't there");
    fixture.files.remove(file);
  }
}

TEST_CASE_FIXTURE(Fixture, "no file is written twice") {
  files.write({"b", "k", "1"}, "one");
  CHECK_THROWS_WITH(files.write({"b", "k", "1"}, "two"),
                    ("can't write " + at("b/k@1").string() + ": File exists").c_str());
  CHECK(content({"b", "k", "1"}, 3) == "one");
}

TEST_CASE_FIXTURE(Fixture, "links are not followed") {
  write(place.path() / "outside" / "k@1");
  fs::create_directories(at("b"));
  fs::create_directory_symlink(place.path() / "outside", at("b/a"));
  fs::create_symlink(place.path() / "outside" / "k@1", at("b/k@1"));
  CHECK_THROWS(files.write({"b", "a/new", "1"}, "x"));
  CHECK_FALSE(files.open({"b", "a/k", "1"}));
  CHECK_FALSE(files.open({"b", "k", "1"}));
  files.remove({"b", "a/k", "1"});
  CHECK(read(place.path() / "outside" / "k@1") == "mine");
}

TEST_CASE_FIXTURE(Fixture, "a bucket goes with all that is in it") {
  files.write({"b", "a/k", "1"}, "x");
  files.write({"c", "k", "2"}, "x");
  files.discard_bucket("b");
  CHECK_FALSE(fs::exists(at("b")));
  CHECK(fs::exists(at("c/k@2")));
}

}  // namespace bucket_files_test
