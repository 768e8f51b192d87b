#include "storage/files/directory.h"

#include "tests/unit/storage/files/temporary_place.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <stdexcept>

namespace directory_test {

namespace fs = std::filesystem;
using storage::files::Directory;

namespace {

constexpr auto kOwnerFile = fs::perms::owner_read | fs::perms::owner_write;

struct Fixture {
  // Paths in the place.
  fs::path at(const char* name) const { return place.path() / name; }
  template <class Act>
  std::string error(Act act) {
    try {
      act();
      return "";
    } catch (const std::runtime_error& thrown) {
      return thrown.what();
    }
  }

  TemporaryPlace place;
  Directory directory = Directory::open(place.path());
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a directory is opened by way of links, and has an absolute path") {
  fs::create_directories(at("real"));
  fs::create_symlink("real", at("link"));
  CHECK(Directory::open(at("link")).path() == at("link"));
  const fs::path before = fs::current_path();
  fs::current_path(place.path());
  CHECK(Directory::open("real").path() == at("real"));
  fs::current_path(before);
  CHECK(error([&] { static_cast<void>(Directory::open(at("none"))); }) ==
        "can't open the directory " + at("none").string() + ": No such file or directory");
  write(at("file"));
  CHECK(error([&] { static_cast<void>(Directory::open(at("file"))); }) ==
        "can't open the directory " + at("file").string() + ": Not a directory");
}

TEST_CASE_FIXTURE(Fixture, "only directories are found, and no link is followed") {
  fs::create_directories(at("real"));
  fs::create_symlink("real", at("link"));
  write(at("file"));
  REQUIRE(directory.find("real"));
  CHECK(directory.find("real")->path() == at("real"));
  for (const char* name : {"link", "file", "none"}) {
    CAPTURE(name);
    CHECK_FALSE(directory.find(name));
  }
}

TEST_CASE_FIXTURE(Fixture, "no name leads out of the directory") {
  const Directory& outer = directory;
  outer.make("victim").write_file("file", "bytes");
  const Directory inner = outer.make("inner");
  inner.make("own").write_file("file", "bytes");
  const std::string absolute = (outer.path() / "victim").string();
  for (const std::string& name :
       {std::string("../victim"), std::string(".."), std::string("."), std::string(),
        std::string("own/file"), absolute, std::string("own\0x", 5)}) {
    CAPTURE(name);
    CHECK_FALSE(inner.find(name));
    CHECK_FALSE(inner.contains(name));
    CHECK_FALSE(inner.has_file(name));
    CHECK_FALSE(inner.open_file(name));
    CHECK_FALSE(inner.remove_file(name));
    CHECK_FALSE(inner.remove_empty(name));
    CHECK_FALSE(inner.move(name, inner, "stolen"));
    CHECK_FALSE(inner.move("own", inner, name));
    inner.let_owner_in(name);
    CHECK_THROWS_AS(inner.make(name), std::runtime_error);
    CHECK_THROWS_AS(inner.create_file(name), std::runtime_error);
  }
  CHECK_THROWS_AS(inner.create_file("../new"), std::runtime_error);
  CHECK_THROWS_AS(inner.make("../new"), std::runtime_error);
  CHECK(inner.names() == std::vector<std::string>{"own"});
  CHECK(outer.find("victim")->has_file("file"));
}

TEST_CASE_FIXTURE(Fixture, "the directory is the same one whatever its name stands for meanwhile") {
  const Directory child = directory.make("child");
  fs::rename(at("child"), at("moved"));
  fs::create_directories(at("child"));
  child.write_file("x", "text");
  CHECK(read(at("moved") / "x") == "text");
  CHECK(fs::is_empty(at("child")));
}

TEST_CASE_FIXTURE(Fixture, "a new directory has the mode that is asked for, whatever the umask") {
  for (const mode_t mask : {mode_t{0}, mode_t{077}}) {
    const mode_t before = ::umask(mask);
    const std::string name = std::to_string(mask);
    static_cast<void>(directory.make("private" + name));
    static_cast<void>(directory.make("public" + name, 0755));
    ::umask(before);
    CHECK(mode(at(("private" + name).c_str())) == fs::perms(0700));
    CHECK(mode(at(("public" + name).c_str())) == fs::perms(0755));
  }
  CHECK(error([&] { static_cast<void>(directory.make("public0")); }) ==
        "can't make the directory " + at("public0").string() + ": File exists");
}

TEST_CASE_FIXTURE(Fixture, "a directory is found or made, unless something else has its name") {
  directory.find_or_make("child").write_file("x", "1");
  CHECK(directory.find_or_make("child").has_file("x"));
  fs::create_symlink("child", at("link"));
  write(at("file"));
  for (const char* name : {"link", "file"}) {
    CHECK(error([&] { static_cast<void>(directory.find_or_make(name)); }) ==
          at(name).string() + " is no directory; Rivulet follows no links there");
  }
}

TEST_CASE_FIXTURE(Fixture, "a name is had by a link, too, but a file is a file") {
  write(at("file"));
  fs::create_symlink("file", at("link"));
  fs::create_symlink("nowhere", at("dangling"));
  static_cast<void>(directory.make("child"));
  for (const char* name : {"file", "link", "dangling", "child"}) {
    CAPTURE(name);
    CHECK(directory.contains(name));
    CHECK(directory.has_file(name) == (std::string(name) == "file"));
  }
  CHECK_FALSE(directory.contains("none"));
  CHECK_FALSE(directory.has_file("none"));
  auto names = directory.names();
  std::sort(names.begin(), names.end());
  CHECK(names == std::vector<std::string>{"child", "dangling", "file", "link"});
  CHECK(directory.names().size() == 4);  // read anew from the beginning
}

TEST_CASE_FIXTURE(Fixture, "a written file takes its predecessor's place, who has that keeps it") {
  directory.write_file("x", "old", 0700);
  CHECK(mode(at("x")) == fs::perms(0700));
  std::ifstream open(at("x"));
  directory.write_file("x", "new");
  CHECK(read(at("x")) == "new");
  CHECK(mode(at("x")) == kOwnerFile);
  CHECK(std::string(std::istreambuf_iterator<char>(open), {}) == "old");
  CHECK(directory.names().size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "what was left unfinished is no obstacle, nor are links") {
  write(at("victim"), "kept");
  fs::create_symlink("victim", at("x"));
  fs::create_symlink("victim", at("x.new"));
  directory.write_file("x", "new");
  CHECK(read(at("victim")) == "kept");
  CHECK(read(at("x")) == "new");
  CHECK_FALSE(fs::is_symlink(at("x")));
  static_cast<void>(directory.make("d"));
  CHECK(error([&] { directory.write_file("d", "text"); }) ==
        "can't write " + at("d").string() + ": Is a directory");
}

TEST_CASE_FIXTURE(Fixture, "a file is known by all of its bytes and its mode") {
  directory.write_file("x", "text", 0700);
  CHECK(directory.has("x", "text", 0700));
  CHECK_FALSE(directory.has("x", "text", 0600));
  CHECK_FALSE(directory.has("x", "tex", 0700));
  CHECK_FALSE(directory.has("x", "text!", 0700));
  CHECK_FALSE(directory.has("x", "next", 0700));
  CHECK_FALSE(directory.has("none", "", 0700));
  fs::create_symlink("x", at("link"));
  CHECK_FALSE(directory.has("link", "text", 0700));
  REQUIRE(::mkfifo(at("pipe").c_str(), 0600) == 0);  // and nobody waits for its writer
  CHECK_FALSE(directory.has("pipe", "", 0600));
  directory.write_file("empty", "");
  CHECK(directory.has("empty", "", 0600));
}

TEST_CASE_FIXTURE(Fixture, "files and the directory itself become private") {
  write(at("x"));
  write(at("y"));
  for (const char* name : {"x", "y"}) fs::permissions(at(name), fs::perms(0644));
  fs::permissions(place.path(), fs::perms(0755));
  fs::create_symlink("y", at("link"));
  directory.make_private("x");
  directory.make_private("link");
  directory.make_private("none");
  CHECK(mode(at("x")) == kOwnerFile);
  CHECK(mode(at("y")) == fs::perms(0644));
  CHECK(mode(place.path()) == fs::perms(0755));
  directory.make_private();
  CHECK(mode(place.path()) == fs::perms(0700));
}

TEST_CASE_FIXTURE(Fixture, "an owner is let into directories, not into what links lead to") {
  for (const char* name : {"shut", "other"}) {
    fs::create_directories(at(name));
    fs::permissions(at(name), fs::perms(0));
  }
  fs::create_symlink("other", at("link"));
  directory.let_owner_in("shut");
  directory.let_owner_in("link");
  directory.let_owner_in("none");
  CHECK(mode(at("shut")) == fs::perms(0700));
  CHECK(mode(at("other")) == fs::perms(0));
}

TEST_CASE_FIXTURE(Fixture, "what is removed or moved says whether it is gone by that") {
  const Directory child = directory.make("child");
  child.write_file("x", "text");
  CHECK_FALSE(directory.remove_file("child"));
  CHECK_FALSE(directory.remove_empty("child"));
  CHECK_FALSE(child.remove_empty("x"));
  CHECK(child.move("x", directory, "y"));
  CHECK_FALSE(child.move("x", directory, "z"));
  CHECK(read(at("y")) == "text");
  CHECK(directory.remove_empty("child"));
  CHECK_FALSE(directory.remove_empty("child"));
  CHECK(directory.remove_file("y"));
  CHECK_FALSE(directory.remove_file("y"));
  CHECK(directory.names().empty());
}

}  // namespace directory_test
