#include "server/init_hooks.h"

#include "tests/unit/storage/files/temporary_place.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace init_hooks_test {

namespace fs = std::filesystem;

TEST_CASE("scripts are those that may be executed, *.sh and *.py, by name, folder by folder") {
  const TemporaryPlace place;
  const fs::path one = place.path() / "one";
  const fs::path two = place.path() / "two";
  for (const char* name : {"b.sh", "a.py", "notes.txt", "c"}) write(one / name);
  write(two / "a.sh");
  fs::create_directory(one / "d.sh");
  fs::permissions(one / "c", fs::perms::owner_all);
  CHECK(server::init_scripts({one.string(), "/none", two.string()}) ==
        std::vector<fs::path>{one / "a.py", one / "b.sh", one / "c", two / "a.sh"});
  CHECK(server::command_of(one / "a.py") == std::vector<std::string>{"python3", one / "a.py"});
  CHECK(server::command_of(one / "b.sh") == std::vector<std::string>{"sh", one / "b.sh"});
  CHECK(server::command_of(one / "c") == std::vector<std::string>{one / "c"});
}

TEST_CASE("lines come whole, and the last one at the end") {
  std::vector<std::string> lines;
  const auto note = [&](std::string_view line) { lines.emplace_back(line); };
  server::LineSplitter splitter;
  splitter.add("a\nb", note);
  splitter.add("c\n\nd", note);
  CHECK(lines == std::vector<std::string>{"a", "bc", ""});
  splitter.finish(note);
  splitter.finish(note);
  CHECK(lines.back() == "d");
  CHECK(lines.size() == 4);
  splitter.add(std::string(8000, 'x'), note);
  splitter.add(std::string(8000, 'y') + "\nz\n", note);
  CHECK(lines[4] == std::string(8000, 'x') + std::string(192, 'y'));
  CHECK(lines[5] == "z");
}

TEST_CASE("an environment is our own one but for what is replaced") {
  ::setenv("AWS_REGION", "old", 1);
  ::setenv("HOOKS_TEST", "kept", 1);
  const auto environment = server::environment_with({
      {"AWS_REGION", "new"}
  });
  const auto count = [&](const char* text) {
    return std::count(environment.begin(), environment.end(), text);
  };
  CHECK(count("AWS_REGION=new") == 1);
  CHECK(count("AWS_REGION=old") == 0);
  CHECK(count("HOOKS_TEST=kept") == 1);
  ::unsetenv("AWS_REGION");
}

}  // namespace init_hooks_test
