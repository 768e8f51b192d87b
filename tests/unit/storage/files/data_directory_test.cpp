#include "storage/files/data_directory.h"

#include "storage/files/marker.h"
#include "storage/schema.h"
#include "tests/unit/storage/files/temporary_place.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <chrono>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <thread>

namespace data_directory_test {

namespace fs = std::filesystem;
using storage::files::DataDirectory;
using storage::files::Directory;
using storage::files::DirectoryKind;

namespace {

constexpr const char* kCodeId = "0f8fad5b-d9cb-469f-a165-70867728950e";

// What the earlier layout looked like, with the code of one function.
void make_earlier_layout(const fs::path& root) {
  fs::create_directories(root);
  auto database = storage::sqlite::Connection::open((root / "rivulet.db").string(),
                                                    storage::sqlite::Durability::normal);
  storage::migrate(database);
  write(root / "functions" / kCodeId / "code.zip", "zip");
  write(root / "functions" / kCodeId / "task" / "index.js", "code");
}

std::string refusal(const fs::path& path) {
  try {
    const auto directory = DataDirectory::at(path);
    return "";
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

std::string foreign(const fs::path& name, const fs::path& directory) {
  return fmt::format(
      "{} wasn't made by Rivulet, so the data directory can't be {}; name one that is empty or "
      "isn't there yet",
      name.string(), directory.string());
}

}  // namespace

TEST_CASE("a data directory is made, and stays") {
  const TemporaryPlace place;
  const fs::path path = place.path() / "a" / "b";
  {
    const auto directory = DataDirectory::at(path);
    CHECK(directory.database() == (path / "rivulet.db").string());
    CHECK(directory.functions().path() == path / "rivulet-files" / "functions");
    CHECK(directory.own().path() == path / "rivulet-files");
    write(directory.functions().path() / "x");
  }
  {
    const auto again = DataDirectory::at(path);
    CHECK(read(again.functions().path() / "x") == "mine");
  }
  write(place.path() / "file");
  CHECK(refusal(place.path() / "file" / "c") ==
        fmt::format("can't make the directory {}: Not a directory",
                    (place.path() / "file" / "c").string()));
}

TEST_CASE("a handler finds its files from any working directory") {
  const TemporaryPlace place;
  const fs::path before = fs::current_path();
  fs::current_path(place.path());
  CHECK(DataDirectory::at("here/").own().path() == fs::current_path() / "here/rivulet-files");
  fs::current_path(before);
}

TEST_CASE("all of it is its owner's alone, whatever the umask") {
  const TemporaryPlace place;
  for (const mode_t mask : {mode_t{0}, mode_t{077}}) {
    const fs::path path = place.path() / std::to_string(mask);
    const mode_t before = ::umask(mask);
    const auto directory = DataDirectory::at(path);
    const auto temporary = DataDirectory::temporary();
    ::umask(before);
    for (const fs::path& root : {path, temporary.own().path().parent_path()}) {
      CHECK(mode(root) == fs::perms::owner_all);
      for (const auto& entry : fs::recursive_directory_iterator(root)) {
        CAPTURE(entry.path().string());
        const auto owner = fs::perms::owner_read | fs::perms::owner_write;
        CHECK(mode(entry.path()) == (entry.is_directory() ? fs::perms::owner_all : owner));
      }
    }
  }
}

TEST_CASE("a directory that the user made keeps its mode") {
  const TemporaryPlace place;
  fs::create_directories(place.path() / "empty");
  write(place.path() / "project" / "package.json");
  for (const char* const name : {"empty", "project"}) {
    fs::permissions(place.path() / name, fs::perms(0755));
    const auto directory = DataDirectory::at(place.path() / name);
  }
  CHECK(mode(place.path() / "empty") == fs::perms(0755));
  CHECK(mode(place.path() / "project") == fs::perms(0755));
  CHECK(read(place.path() / "project" / "package.json") == "mine");
}

TEST_CASE("a directory with our names that isn't ours is refused, and nothing in it changes") {
  for (const char* const name :
       {"functions/hello/src/index.js", "runtime/y", "rivulet.db", "rivulet.db-wal",
        "rivulet.db-shm", "rivulet.db-journal", "functions", "runtime"}) {
    CAPTURE(name);
    const TemporaryPlace place;
    const fs::path root = place.path() / "project";
    write(root / name);
    const fs::path first = *fs::path(name).begin();
    CHECK(refusal(root) == foreign(root / first, root));
    CHECK(read(root / name) == "mine");
    CHECK(mode(root) != fs::perms::owner_all);
    CHECK_FALSE(fs::exists(root / "rivulet-files"));
  }
}

TEST_CASE("a marked directory whose database is another program's is refused, and stays") {
  const TemporaryPlace place;
  const fs::path root = place.path() / "data";
  { const auto directory = DataDirectory::at(root); }
  const fs::path database = root / "rivulet.db";
  SUBCASE("with tables that aren't ours") {
    storage::sqlite::Connection::open(database.string(), storage::sqlite::Durability::normal)
        .execute("CREATE TABLE t (x)");
    fs::permissions(database, fs::perms(0644));
    CHECK(refusal(root) == foreign(database, root));
    CHECK(mode(database) == fs::perms(0644));
  }
  SUBCASE("with another name elsewhere") {
    fs::create_hard_link(database, place.path() / "other");
    CHECK(refusal(root) == foreign(database, root));
  }
  SUBCASE("that isn't there, but its log is") {
    fs::remove(database);
    for (const char* const name : {"rivulet.db-wal", "rivulet.db-journal"}) {
      write(root / name);
      CHECK(refusal(root) == (root / name).string() +
                                 " belongs to a database that isn't there: put rivulet.db back, or "
                                 "move this away, too");
      CHECK(read(root / name) == "mine");
      fs::remove(root / name);
    }
    CHECK(refusal(root).empty());
  }
}

TEST_CASE("an empty database without our mark isn't ours") {
  const TemporaryPlace place;
  const fs::path database = place.path() / "rivulet.db";
  std::ofstream{database};
  CHECK(refusal(place.path()) == foreign(database, place.path()));
}

TEST_CASE("a directory of our own name is ours only by its mark") {
  struct Case {
    const char* name;
    std::string mark;
    const char* message;
  };
  const Case cases[] = {
      {"no mark",      "",                                        "wasn't made by Rivulet"},
      {"another mark", "Rivulet data directory, format",          "wasn't made by Rivulet"},
      {"no end",       "Rivulet data directory, format 1",        "wasn't made by Rivulet"},
      {"format 0",     "Rivulet data directory, format 0\n",      "wasn't made by Rivulet"},
      {"a newer one",  "Rivulet data directory, format 2\n",
       "was written by a newer Rivulet (format 2, this one knows 1)"                      },
      {"in memory",    "Rivulet temporary directory, format 1\n",
       "belongs to a server with --in-memory"                                             },
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const TemporaryPlace place;
    const fs::path own = place.path() / "d" / "rivulet-files";
    write(own / "trash" / "file");
    if (!c.mark.empty()) write(own / "rivulet-format", c.mark);
    CHECK(refusal(place.path() / "d").find(c.message) != std::string::npos);
    CHECK(read(own / "trash" / "file") == "mine");
  }
}

TEST_CASE("a mark that a crash left unwritten is written") {
  const TemporaryPlace place;
  const fs::path own = place.path() / "d" / "rivulet-files";
  SUBCASE("there is none") {
    fs::create_directories(own);
  }
  SUBCASE("there is an empty one") {
    write(own / "rivulet-format", "");
  }
  CHECK(refusal(place.path() / "d").empty());
  CHECK(read(own / "rivulet-format") ==
        "Rivulet data directory, format 1\nRivulet made what lies beside this file, and deletes it "
        "when it isn't needed any more.\n");
}

TEST_CASE("no link is followed but the one that the user names") {
  const TemporaryPlace place;
  const fs::path elsewhere = place.path() / "elsewhere";
  write(elsewhere / "file");
  const fs::path root = place.path() / "d";
  { const auto made = DataDirectory::at(root); }
  for (const char* const name : {"rivulet.db", "rivulet-files", "rivulet-files/functions",
                                 "rivulet-files/trash", "rivulet-files/rivulet-format"}) {
    CAPTURE(name);
    fs::rename(root / name, place.path() / "aside");
    fs::create_symlink(fs::is_directory(place.path() / "aside") ? elsewhere : elsewhere / "file",
                       root / name);
    CHECK_FALSE(refusal(root).empty());
    CHECK(read(elsewhere / "file") == "mine");
    fs::remove(root / name);
    fs::rename(place.path() / "aside", root / name);
  }
  fs::create_directory_symlink(root, place.path() / "link");
  CHECK(refusal(place.path() / "link").empty());
}

TEST_CASE("a data directory is for one process") {
  const TemporaryPlace place;
  const auto first = DataDirectory::at(place.path() / "d");
  CHECK(refusal(place.path() / "d") ==
        fmt::format("the data directory {} is in use by another process",
                    (place.path() / "d").string()));
}

TEST_CASE("a lock that is let go soon is waited for") {
  const TemporaryPlace place;
  const auto own = DataDirectory::at(place.path() / "d").own().path();
  std::optional held(claim(Directory::open(own), DirectoryKind::data));
  std::thread owner([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    held.reset();
  });
  CHECK(refusal(place.path() / "d").empty());
  owner.join();
}

TEST_CASE("the earlier layout is taken over: its functions, and nothing else") {
  const TemporaryPlace place;
  const fs::path root = place.path() / "d";
  make_earlier_layout(root);
  write(root / "functions" / "hello" / "index.js");
  write(root / "runtime" / "y");
  {
    const auto directory = DataDirectory::at(root);
    directory.take_over_code(kCodeId);
    directory.take_over_code("11111111-d9cb-469f-a165-70867728950e");
    CHECK(read(directory.functions().path() / kCodeId / "task" / "index.js") == "code");
  }
  CHECK_FALSE(fs::exists(root / "functions" / kCodeId));
  CHECK(read(root / "functions" / "hello" / "index.js") == "mine");
  CHECK(read(root / "runtime" / "y") == "mine");
  const auto again = DataDirectory::at(root);
  again.take_over_code(kCodeId);
  CHECK(read(again.functions().path() / kCodeId / "task" / "index.js") == "code");
}

TEST_CASE("of the earlier layout an emptied directory goes, and links and others' are no part") {
  const TemporaryPlace place;
  const fs::path root = place.path() / "d";
  make_earlier_layout(root);
  SUBCASE("emptied") {
    const auto directory = DataDirectory::at(root);
    directory.take_over_code(kCodeId);
    CHECK_FALSE(fs::exists(root / "functions"));
    CHECK(mode(root) == fs::perms::owner_all);
  }
  SUBCASE("the functions are a link") {
    fs::rename(root / "functions", place.path() / "elsewhere");
    fs::create_directory_symlink(place.path() / "elsewhere", root / "functions");
    CHECK(refusal(root) == foreign(root / "functions", root));
  }
  SUBCASE("a function is a link") {
    fs::rename(root / "functions" / kCodeId, place.path() / "code");
    fs::create_directory_symlink(place.path() / "code", root / "functions" / kCodeId);
    const auto directory = DataDirectory::at(root);
    directory.take_over_code(kCodeId);
    CHECK(fs::is_symlink(root / "functions" / kCodeId));
  }
  SUBCASE("another program's database") {
    fs::remove(root / "rivulet.db");
    auto database = storage::sqlite::Connection::open((root / "rivulet.db").string(),
                                                      storage::sqlite::Durability::normal);
    database.execute("CREATE TABLE resource (x)");
    CHECK(refusal(root) == foreign(root / "rivulet.db", root));
  }
}

}  // namespace data_directory_test
