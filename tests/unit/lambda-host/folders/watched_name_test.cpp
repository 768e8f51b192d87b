#include "lambda-host/folders/watched_name.h"

#include <doctest/doctest.h>

namespace watched_name_test {

using lambda_host::is_watched_name;

TEST_CASE("code is watched, whatever its language") {
  for (const char* name : {"index.js", "main.py", "bootstrap", "node_modules", ".env", "data.json",
                           "cache", "logs", "git", ".babelrc", "log", "4914"}) {
    CAPTURE(name);
    CHECK(is_watched_name(name));
  }
}

TEST_CASE("what tools leave beside it isn't") {
  for (const char* name : {".git",          ".hg",           ".svn",
                           ".idea",         ".vscode",       ".DS_Store",
                           ".cache",        ".mypy_cache",   ".pytest_cache",
                           ".ruff_cache",   ".nyc_output",   "__pycache__",
                           "4913",          "main.pyc",      "index.js~",
                           ".index.js.swp", ".index.js.swo", ".index.js.swx",
                           "#index.js#",    ".#index.js",    "index.js___jb_tmp___",
                           "debug.log"}) {
    CAPTURE(name);
    CHECK_FALSE(is_watched_name(name));
  }
}

}  // namespace watched_name_test
