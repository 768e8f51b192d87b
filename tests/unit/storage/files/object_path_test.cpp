#include "storage/files/object_path.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace object_path_test {

using storage::files::object_path;

namespace {

std::string shown(std::string_view key) {
  const auto path = object_path(key, "1");
  std::string text;
  for (const std::string& name : path.directories) text += name + "/";
  return text + path.name;
}

}  // namespace

TEST_CASE("a key is a path as far as its names are good ones") {
  CHECK(shown("k") == "k@1");
  CHECK(shown("a/b c/d-e_f.g") == "a/b c/d-e_f.g@1");
  CHECK(shown("") == "%@1");
  CHECK(shown("/") == "%/%@1");
  CHECK(shown("a//b/") == "a/%/b/%@1");
  CHECK(shown("..") == "%2E.@1");
  CHECK(shown("./../a") == "%2E/%2E./a@1");
  CHECK(shown("a@1/b@2") == "a%401/b%402@1");
  CHECK(shown("50%") == "50%25@1");
  CHECK(shown(std::string_view("\0\x1f\x20\x7f\x7e", 5)) == "%00%1F %7F~@1");
  CHECK(shown("\xC3\xBC") == "\xC3\xBC@1");
}

TEST_CASE("names are no longer than they may be") {
  CHECK(shown(std::string(200, 'a')) == std::string(200, 'a') + "@1");
  CHECK(shown(std::string(201, 'a')) == std::string(200, 'a') + "/a@1");
  CHECK(shown(std::string(401, 'a') + "/b") ==
        std::string(200, 'a') + "/" + std::string(200, 'a') + "/a/b@1");
  const auto path = object_path(std::string(1024, '\x01'), std::string(16, 'f'));
  for (const std::string& name : path.directories) CHECK(name.size() <= 203);
}

TEST_CASE("directories nest so deep, and what is below is one name") {
  std::string key;
  for (int i = 0; i < 40; ++i) key += "a/";
  const auto path = object_path(key + "b", "1");
  CHECK(path.directories.size() == 32);
  CHECK(path.name == "a%2Fa%2Fa%2Fa%2Fa%2Fa%2Fa%2Fa%2Fb@1");
}

}  // namespace object_path_test
