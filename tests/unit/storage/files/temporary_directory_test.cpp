#include "storage/files/data_directory.h"
#include "tests/unit/storage/files/temporary_place.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <set>
#include <vector>

namespace temporary_directory_test {

namespace fs = std::filesystem;
using storage::files::DataDirectory;
using storage::files::remove_abandoned;

namespace {

constexpr const char* kMark = "Rivulet temporary directory, format 1\n";

// What a server in memory that was killed left.
fs::path make_abandoned(const fs::path& parent, const std::string& name,
                        const std::string& mark = kMark) {
  const fs::path root = parent / name;
  write(root / "rivulet-files" / "rivulet-format", mark);
  write(root / "rivulet-files" / "functions" / "id" / "code.zip");
  fs::permissions(root, fs::perms::owner_all);
  fs::permissions(root / "rivulet-files", fs::perms::owner_all);
  return root;
}

void remove_all_abandoned() {
  while (remove_abandoned(1000, [](const fs::path&) {})) {
  }
}

fs::path root_of(const DataDirectory& directory) {
  return directory.own().path().parent_path();
}

}  // namespace

TEST_CASE("a temporary directory goes with its object") {
  const TemporaryPlace place;
  {
    const auto directory = DataDirectory::temporary();
    write(directory.functions().path() / "id" / "task" / "index.js");
    CHECK(place.count() == 1);
  }
  CHECK(place.count() == 0);
}

TEST_CASE("a file that somebody else put into a temporary directory stays") {
  const TemporaryPlace place;
  fs::path root;
  {
    const auto directory = DataDirectory::temporary();
    root = root_of(directory);
    write(root / "file");
  }
  CHECK(read(root / "file") == "mine");
  CHECK_FALSE(fs::exists(root / "rivulet-files"));
}

TEST_CASE("what a killed process left goes, in steps, and what lives stays") {
  const TemporaryPlace place;
  const auto living = DataDirectory::temporary();
  const fs::path one = make_abandoned(place.path(), "rivulet-data-0123456789abcdef");
  const fs::path two = make_abandoned(place.path(), "rivulet-data-fedcba9876543210");
  std::vector<fs::path> told;
  const auto tell = [&](const fs::path& own) { told.push_back(own); };
  CHECK(remove_abandoned(1, tell));
  CHECK((fs::exists(one) && fs::exists(two)));
  REQUIRE(told.size() == 1);  // before it goes, and once
  CHECK((told[0] == one / "rivulet-files" || told[0] == two / "rivulet-files"));
  remove_abandoned(1, tell);
  CHECK(std::set(told.begin(), told.end()).size() == told.size());
  remove_all_abandoned();
  CHECK_FALSE(fs::exists(one));
  CHECK_FALSE(fs::exists(two));
  CHECK(fs::exists(root_of(living)));
  CHECK_FALSE(remove_abandoned(1000, tell));
}

TEST_CASE("what isn't provably ours stays") {
  const TemporaryPlace place;
  const fs::path kept[] = {
      make_abandoned(place.path(), "rivulet-data-0123456789abcde"),
      make_abandoned(place.path(), "rivulet-data-0123456789abcdefa"),
      make_abandoned(place.path(), "rivulet-data-0123456789abcdeX"),
      make_abandoned(place.path(), "my-rivulet-data-0123456789abcdef"),
      make_abandoned(place.path(), "rivulet-data-0000000000000001",
                     "Rivulet data directory, format 1\n"),
      make_abandoned(place.path(), "rivulet-data-0000000000000002",
                     "Rivulet temporary directory, format 2\n"),
      make_abandoned(place.path(), "rivulet-data-0000000000000003", ""),
      make_abandoned(place.path(), "rivulet-data-0000000000000004"),
      make_abandoned(place.path(), "rivulet-data-0000000000000005"),
  };
  fs::permissions(place.path() / "rivulet-data-0000000000000004", fs::perms(0755));
  fs::permissions(place.path() / "rivulet-data-0000000000000005/rivulet-files", fs::perms(0755));
  make_abandoned(place.path() / "elsewhere", "d");
  fs::create_directory_symlink(place.path() / "elsewhere" / "d",
                               place.path() / "rivulet-data-0000000000000006");
  remove_all_abandoned();
  for (const fs::path& root : kept) {
    CAPTURE(root.string());
    CHECK(read(root / "rivulet-files" / "functions" / "id" / "code.zip") == "mine");
  }
  CHECK(fs::exists(place.path() / "elsewhere/d/rivulet-files/functions/id/code.zip"));
}

TEST_CASE("another user's directory stays") {
  if (::geteuid() != 0) return;  // only root can make one
  const TemporaryPlace place;
  const fs::path root = make_abandoned(place.path(), "rivulet-data-0123456789abcdef");
  REQUIRE(::chown(root.c_str(), 65534, 65534) == 0);
  remove_all_abandoned();
  CHECK(fs::exists(root / "rivulet-files" / "functions" / "id" / "code.zip"));
}

}  // namespace temporary_directory_test
