#include "storage/files/trash.h"

#include "storage/files/owned_directory.h"
#include "tests/unit/storage/files/temporary_place.h"

#include <doctest/doctest.h>

#include <string>

namespace trash_test {

namespace fs = std::filesystem;
using storage::files::Directory;
using storage::files::Trash;

namespace {

struct Fixture {
  TemporaryPlace place;
  Directory from{Directory::open(place.path()).make("from")};
  Directory bin{Directory::open(place.path()).make("trash")};
  Trash trash{Directory::open(bin.path())};

  void empty() {
    while (trash.remove_some(1000)) {
    }
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "what is discarded is gone at once, and deleted later") {
  write(from.path() / "a" / "b" / "c");
  write(from.path() / "file");
  CHECK(trash.take(from, "a"));
  CHECK(trash.take(from, "file"));
  CHECK_FALSE(trash.take(from, "a"));
  CHECK(from.names().empty());
  CHECK(bin.names().size() == 2);
  empty();
  CHECK(bin.names().empty());
}

TEST_CASE_FIXTURE(Fixture, "a step deletes no more than it may, and says whether there is more") {
  for (int i = 0; i < 10; ++i) write(from.path() / "a" / std::to_string(i));
  trash.take(from, "a");
  const fs::path tree = bin.path() / bin.names().front();
  const auto left = [&] { return std::distance(fs::directory_iterator(tree), {}); };
  CHECK(trash.remove_some(3));
  CHECK(left() == 7);
  CHECK(trash.remove_some(7));
  CHECK(left() == 0);
  CHECK(trash.remove_some(1));  // the directory itself
  CHECK(bin.names().empty());
  CHECK_FALSE(trash.remove_some(1));
}

TEST_CASE_FIXTURE(Fixture, "what an earlier process left in the trash goes, too") {
  write(bin.path() / "0123456789abcdef0123456789abcdef" / "deep" / "file");
  empty();
  CHECK(bin.names().empty());
}

TEST_CASE_FIXTURE(Fixture, "links go, what they lead to stays") {
  write(place.path() / "elsewhere" / "file");
  fs::create_directories(from.path() / "a");
  fs::create_directory_symlink(place.path() / "elsewhere", from.path() / "a" / "link");
  fs::create_directory_symlink(place.path() / "elsewhere", from.path() / "top");
  fs::create_symlink(place.path() / "nowhere", from.path() / "a" / "dangling");
  trash.take(from, "a");
  trash.take(from, "top");
  empty();
  CHECK(bin.names().empty());
  CHECK(read(place.path() / "elsewhere" / "file") == "mine");
}

TEST_CASE_FIXTURE(Fixture, "a tree goes where it lies, one entry at a time if need be") {
  write(from.path() / "a" / "b" / "c" / "one");
  write(from.path() / "a" / "b" / "d" / "two");
  trash.take(from, "a");
  const auto left = [&] { return std::distance(fs::recursive_directory_iterator(bin.path()), {}); };
  for (int entries = 6; entries > 0; --entries) {
    CHECK(left() == entries);
    CHECK(bin.names().size() == 1);
    CHECK(trash.remove_some(1));
  }
  CHECK(left() == 0);
  CHECK_FALSE(trash.remove_some(1));
}

TEST_CASE_FIXTURE(Fixture, "a tree deeper than descriptors and paths go is deleted") {
  auto at = from.make("deep");
  for (int i = 0; i < 3000; ++i) at = at.make("d");
  trash.take(from, "deep");
  empty();
  CHECK(bin.names().empty());
}

TEST_CASE_FIXTURE(Fixture, "directories that their owner may not enter or write to are deleted") {
  write(from.path() / "a" / "b" / "file");
  write(from.path() / "a" / "c" / "file");
  fs::permissions(from.path() / "a" / "b", fs::perms::none);
  fs::permissions(from.path() / "a" / "c", fs::perms(0555));
  fs::permissions(from.path() / "a", fs::perms(0555));
  CHECK(trash.take(from, "a"));
  empty();
  CHECK(bin.names().empty());
}

TEST_CASE_FIXTURE(Fixture, "who listens hears of what comes, until nobody does") {
  write(from.path() / "a");
  write(from.path() / "b");
  int heard = 0;
  trash.set_listener([&] { ++heard; });
  trash.take(from, "nothing");
  CHECK(heard == 0);
  trash.take(from, "a");
  CHECK(heard == 1);
  trash.set_listener({});
  trash.take(from, "b");
  CHECK(heard == 1);
}

}  // namespace trash_test
