#include "lambda-host/folders/folder_tree.h"

#include "tests/unit/lambda-host/folders/temporary_folder.h"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>

namespace folder_tree_test {

using lambda_host::FolderTree;
namespace fs = std::filesystem;

TEST_CASE_FIXTURE(TemporaryFolder, "whatever is done to code is a change") {
  make("lib/deep");
  write("index.js");
  write("lib/deep/b.js");
  FolderTree tree(path);
  CHECK(tree.directory_count() == 3);
  CHECK_FALSE(tree.read_changes());

  SUBCASE("written") {
    write("index.js", "new");
  }
  SUBCASE("written below") {
    write("lib/deep/b.js", "new");
  }
  SUBCASE("made") {
    write("new.js");
  }
  SUBCASE("deleted") {
    fs::remove(path / "index.js");
  }
  SUBCASE("renamed") {
    fs::rename(path / "index.js", path / "lib/other.js");
  }
  SUBCASE("a directory made") {
    make("lib/other");
  }
  SUBCASE("a directory deleted") {
    fs::remove_all(path / "lib/deep");
  }
  SUBCASE("a link made") {
    fs::create_symlink("index.js", path / "link.js");
  }
  CHECK(tree.read_changes());
  CHECK_FALSE(tree.read_changes());
  CHECK(tree.problem().empty());
}

TEST_CASE_FIXTURE(TemporaryFolder, "what has changed since a time is seen without its event") {
  make("lib");
  write("index.js");
  write("lib/a.js");
  fs::path last = path / "lib/a.js";
  SUBCASE("written") {
    write("index.js", "new");
    last = path / "index.js";
  }
  SUBCASE("renamed, which its directory shows") {
    fs::rename(path / "lib/a.js", path / "lib/b.js");
    last = path / "lib";
  }
  SUBCASE("deleted") {
    fs::remove(path / "lib/a.js");
    last = path / "lib";
  }
  SUBCASE("its mode, below") {
    fs::permissions(last, fs::perms::owner_all);
  }
  const FolderTree tree(path);
  struct stat status = {};
  REQUIRE(::lstat(last.c_str(), &status) == 0);
  const std::chrono::system_clock::time_point changed(
      std::chrono::seconds(status.st_ctim.tv_sec) +
      std::chrono::nanoseconds(status.st_ctim.tv_nsec));
  CHECK(tree.has_changed_since(changed));
  CHECK_FALSE(tree.has_changed_since(changed + std::chrono::nanoseconds(1)));
}

TEST_CASE_FIXTURE(TemporaryFolder, "a file that replaces another is a change of what there is") {
  TemporaryFolder elsewhere;
  write("index.js");
  elsewhere.write("index.js", "new");
  FolderTree tree(path);
  fs::rename(elsewhere.path / "index.js", path / "index.js");
  CHECK(tree.read_changes());
}

TEST_CASE_FIXTURE(TemporaryFolder, "what isn't code makes no change, and isn't looked into") {
  make(".git/objects");
  FolderTree tree(path);
  CHECK(tree.directory_count() == 1);
  write(".git/HEAD");
  write(".index.js.swp");
  write("debug.log");
  make("__pycache__");
  CHECK_FALSE(tree.read_changes());
}

TEST_CASE_FIXTURE(TemporaryFolder, "reading a file or its directory makes no change") {
  write("index.js");
  FolderTree tree(path);
  std::string text;
  std::ifstream(path / "index.js") >> text;
  for (const auto& entry : fs::directory_iterator(path)) CHECK(entry.exists());
  CHECK_FALSE(tree.read_changes());
}

TEST_CASE_FIXTURE(TemporaryFolder, "directories that come later are watched, with all below") {
  TemporaryFolder elsewhere;
  elsewhere.make("packed/deep");
  FolderTree tree(path);
  make("new");
  fs::rename(elsewhere.path / "packed", path / "packed");
  CHECK(tree.read_changes());
  CHECK(tree.directory_count() == 4);
  write("new/a.js");
  CHECK(tree.read_changes());
  write("packed/deep/a.js");
  CHECK(tree.read_changes());
}

TEST_CASE_FIXTURE(TemporaryFolder,
                  "links to directories aren't followed, but the folder may be one") {
  TemporaryFolder elsewhere;
  elsewhere.make("sub");
  fs::create_directory_symlink(elsewhere.path, path / "link");
  FolderTree outer(path);
  CHECK(outer.directory_count() == 1);
  FolderTree linked(path / "link");
  CHECK(linked.directory_count() == 2);
  CHECK(linked.is_current());
  elsewhere.write("sub/a.js");
  CHECK(linked.read_changes());
  CHECK_FALSE(outer.read_changes());
}

TEST_CASE_FIXTURE(TemporaryFolder,
                  "too many directories: packages are left out first, and it is said") {
  make("node_modules/a/lib");
  make("node_modules/b");
  make("zoo/deep");
  const auto whole = FolderTree(path, 7);
  CHECK(whole.directory_count() == 7);
  CHECK(whole.problem().empty());

  FolderTree tree(path, 5);
  CHECK(tree.directory_count() == 5);
  CHECK(tree.problem().starts_with("changes in " + (path / "node_modules").string() + "/"));
  CHECK(
      tree.problem().ends_with(" aren't seen: " + path.string() + " has more than 5 directories"));
  write("zoo/deep/a.js");
  CHECK(tree.read_changes());
}

TEST_CASE_FIXTURE(TemporaryFolder, "a folder is no longer current when its path leads elsewhere") {
  const fs::path dist = path / "dist";
  make("dist");
  FolderTree tree(dist);
  CHECK(tree.is_current());
  SUBCASE("deleted") {
    fs::remove(dist);
  }
  SUBCASE("renamed") {
    fs::rename(dist, path / "old");
  }
  SUBCASE("replaced") {
    fs::rename(dist, path / "old");
    make("dist");
  }
  CHECK(tree.read_changes());
  CHECK_FALSE(tree.is_current());
}

TEST_CASE_FIXTURE(TemporaryFolder, "a folder that was made again isn't the one that was watched") {
  const fs::path dist = path / "dist";
  for (int i = 0; i < 20; ++i) {  // some file systems give the number of the last one at once
    make("dist");
    FolderTree tree(dist);
    fs::remove(dist);
    make("dist");
    CHECK(tree.read_changes());
    CHECK_FALSE(tree.is_current());
    fs::remove(dist);
  }
}

TEST_CASE_FIXTURE(TemporaryFolder, "a folder that can't be watched says so, and is there") {
  rlimit before = {};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  const rlimit none = {0, before.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &none);
  FolderTree tree(path);
  ::setrlimit(RLIMIT_NOFILE, &before);
  CHECK(tree.problem() == path.string() +
                              " isn't watched: there are no more inotify instances "
                              "(fs.inotify.max_user_instances) or open files");
  CHECK(tree.is_current());
  CHECK(tree.descriptor() == -1);
  CHECK_FALSE(tree.read_changes());
}

TEST_CASE_FIXTURE(TemporaryFolder, "what is no folder is never current") {
  CHECK_FALSE(FolderTree(path / "missing").is_current());
  write("file");
  CHECK_FALSE(FolderTree(path / "file").is_current());
}

}  // namespace folder_tree_test
