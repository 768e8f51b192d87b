#include "storage/files/marker.h"

#include "tests/unit/storage/files/temporary_place.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/stat.h>

namespace marker_test {

namespace fs = std::filesystem;
using storage::files::claim;
using storage::files::claim_abandoned;
using storage::files::Directory;
using storage::files::DirectoryKind;
using storage::files::InUse;

namespace {

constexpr const char* kDataMark =
    "Rivulet data directory, format 1\n"
    "Rivulet made what lies beside this file, and deletes it when it isn't needed any more.\n";
constexpr const char* kTemporaryMark =
    "Rivulet temporary directory, format 1\n"
    "Rivulet made what lies beside this file, and deletes it when it isn't needed any more.\n";

struct Fixture {
  // "" when it is claimed.
  std::string refusal(DirectoryKind kind = DirectoryKind::data) {
    try {
      const auto lock = claim(directory, kind);
      return "";
    } catch (const std::runtime_error& error) {
      return error.what();
    }
  }
  std::string not_ours() const {
    return fmt::format(
        "{} wasn't made by Rivulet, so it isn't used: the file rivulet-format in it doesn't say so",
        place.path().string());
  }

  TemporaryPlace place;
  Directory directory = Directory::open(place.path());
  fs::path mark = place.path() / "rivulet-format";
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "an empty directory is marked, for its owner's eyes") {
  CHECK(claim(directory, DirectoryKind::data));
  CHECK(read(mark) == kDataMark);
  CHECK(mode(mark) == (fs::perms::owner_read | fs::perms::owner_write));
  fs::remove(mark);
  CHECK(claim(directory, DirectoryKind::temporary));
  CHECK(read(mark) == kTemporaryMark);
}

TEST_CASE_FIXTURE(Fixture, "a mark of the same kind is found again, and stays as it is") {
  const std::string earlier = "Rivulet data directory, format 1\nwith other words\n";
  write(mark, earlier);
  write(place.path() / "something");
  CHECK(refusal().empty());
  CHECK(read(mark) == earlier);
}

TEST_CASE_FIXTURE(Fixture, "one process has the lock, until it lets go") {
  {
    const auto lock = claim(directory, DirectoryKind::data);
    CHECK_THROWS_WITH_AS(static_cast<void>(claim(directory, DirectoryKind::data)),
                         (place.path().string() + " is in use by another process").c_str(), InUse);
    CHECK_FALSE(claim_abandoned(directory, DirectoryKind::data));
  }
  CHECK(refusal().empty());
  CHECK(claim_abandoned(directory, DirectoryKind::data));
}

TEST_CASE_FIXTURE(Fixture, "what doesn't say that it is ours isn't") {
  const char* const texts[] = {
      "mine",
      "Rivulet data directory, format \n",
      "Rivulet data directory, format x\n",
      "Rivulet data directory, format 0\n",
      "Rivulet data directory, format -1\n",
      "Rivulet data directory, format 1",  // the line has no end
      "Rivulet data directory, format 1 \n",
      "Rivulet data directory, format 99999999999\n",
      " Rivulet data directory, format 1\n",
      "rivulet data directory, format 1\n",
  };
  for (const char* text : texts) {
    CAPTURE(text);
    write(mark, text);
    CHECK(refusal() == not_ours());
    CHECK(read(mark) == text);
    CHECK_FALSE(claim_abandoned(directory, DirectoryKind::data));
  }
}

TEST_CASE_FIXTURE(Fixture, "a directory with files, but no mark, isn't ours") {
  write(place.path() / "something");
  CHECK(refusal() == not_ours());
  CHECK_FALSE(fs::exists(mark));
  write(mark, "");  // nor with an empty one, which we write before anything else
  CHECK(refusal() == not_ours());
  fs::remove(place.path() / "something");
  CHECK(refusal().empty());
  CHECK(read(mark) == kDataMark);
}

TEST_CASE_FIXTURE(Fixture, "a mark is a file, not what leads to one or looks like one") {
  SUBCASE("a link") {
    write(place.path() / "real", kDataMark);
    fs::create_symlink("real", mark);
  }
  SUBCASE("a pipe") {
    REQUIRE(::mkfifo(mark.c_str(), 0600) == 0);
  }
  CHECK(refusal() == not_ours());
  CHECK_FALSE(claim_abandoned(directory, DirectoryKind::data));
}

TEST_CASE_FIXTURE(Fixture, "newer formats and other kinds are refused by name") {
  write(mark, "Rivulet data directory, format 2\n");
  CHECK(refusal() == fmt::format("{} was written by a newer Rivulet (format 2, this one knows 1)",
                                 place.path().string()));
  CHECK_FALSE(claim_abandoned(directory, DirectoryKind::data));
  write(mark, kTemporaryMark);
  CHECK(refusal() == fmt::format("{} belongs to a server with --in-memory", place.path().string()));
  CHECK_FALSE(claim_abandoned(directory, DirectoryKind::data));
  CHECK(claim_abandoned(directory, DirectoryKind::temporary));
}

TEST_CASE_FIXTURE(Fixture, "what isn't marked yet isn't abandoned") {
  CHECK_FALSE(claim_abandoned(directory, DirectoryKind::temporary));
  CHECK_FALSE(fs::exists(mark));
  write(mark, "");
  CHECK_FALSE(claim_abandoned(directory, DirectoryKind::temporary));
}

}  // namespace marker_test
