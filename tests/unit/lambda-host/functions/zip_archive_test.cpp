#include "lambda-host/functions/zip_archive.h"

#include "core/api_error.h"
#include "tests/unit/lambda-host/functions/zip_builder.h"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

namespace zip_archive_test {

namespace {

using lambda_host::unpack_zip;
namespace fs = std::filesystem;

constexpr const char* kBroken =
    "Could not unzip uploaded file. Please check your file, then try to upload again.";

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string error_of(std::string_view zip, const fs::path& root,
                     std::int64_t limit = lambda_host::kMaxUnzippedBytes) {
  try {
    unpack_zip(zip, root, limit);
  } catch (const core::ApiError& error) {
    CHECK(error.code() == core::ErrorCode::invalid_parameter_value);
    return error.message();
  }
  return {};
}

}  // namespace

TEST_CASE("a zip is unpacked with its folders and permission bits") {
  const TemporaryDirectory root;
  const std::string large(200000, 'x');
  const std::vector<ZipEntry> entries = {
      {"index.js",     "code", S_IFREG | 0644},
      {"bin/",         "",     S_IFDIR | 0755},
      {"bin/tool",     "#!",   S_IFREG | 0755},
      {"deep/er/data", large,  S_IFREG | 0644},
      {"windows.txt",  "w",    0             },
  };
  unpack_zip(build_zip(entries), root.path());
  CHECK(read(root.path() / "index.js") == "code");
  CHECK(read(root.path() / "deep/er/data").size() == 200000);
  CHECK((fs::status(root.path() / "bin/tool").permissions() & fs::perms::owner_exec) !=
        fs::perms::none);
  CHECK((fs::status(root.path() / "index.js").permissions() & fs::perms::owner_exec) ==
        fs::perms::none);
  CHECK(read(root.path() / "windows.txt") == "w");
}

TEST_CASE("only the owner may write to what is unpacked, whatever zip and umask say") {
  struct Case {
    mode_t in_zip;
    unsigned unpacked;
  };
  const Case cases[] = {
      {0777,  0755},
      {0666,  0644},
      {04775, 0755},
      {0444,  0644},
      {0100,  0700},
      {0,     0644},
  };
  for (const mode_t mask : {mode_t{0}, mode_t{077}}) {
    for (const Case& c : cases) {
      CAPTURE(c.in_zip);
      const TemporaryDirectory root;
      const mode_t before = ::umask(mask);
      unpack_zip(build_zip({file("deep/er/file", "x", S_IFREG | c.in_zip)}), root.path());
      ::umask(before);
      CHECK(fs::status(root.path() / "deep/er/file").permissions() == fs::perms(c.unpacked));
      CHECK(fs::status(root.path() / "deep").permissions() == fs::perms(0755));
      CHECK(fs::status(root.path() / "deep/er").permissions() == fs::perms(0755));
    }
  }
}

TEST_CASE("a symbolic link within the root is kept") {
  const TemporaryDirectory root;
  unpack_zip(
      build_zip({file("a/link", "../real/file", S_IFLNK | 0777), file("real/file", "content")}),
      root.path());
  CHECK(fs::is_symlink(root.path() / "a/link"));
  CHECK(read(root.path() / "a/link") == "content");
}

TEST_CASE("what would leave the root is refused and writes nothing outside") {
  struct Case {
    const char* name;
    std::vector<ZipEntry> entries;
  };
  const Case cases[] = {
      {"parent",              {{"../evil", "x"}}                                   },
      {"parent further down", {{"a/../../evil", "x"}}                              },
      {"absolute",            {{"/evil", "x"}}                                     },
      {"absolute link",       {{"l", "/etc", S_IFLNK | 0777}}                      },
      {"climbing link",       {{"l", "../..", S_IFLNK | 0777}}                     },
      {"file below a link",   {{"l", "..", S_IFLNK | 0777}, {"l/evil", "x"}}       },
      {"link through a link",
       {{"d/e/b", "../..", S_IFLNK | 0777}, {"x", "d/e/b/../evil", S_IFLNK | 0777}}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const TemporaryDirectory outer;
    const fs::path root = outer.path() / "root";
    fs::create_directory(root);
    CHECK(error_of(build_zip(c.entries), root) == kBroken);
    CHECK_FALSE(fs::exists(outer.path() / "evil"));
  }
}

TEST_CASE("what isn't a zip is refused") {
  const TemporaryDirectory root;
  std::string truncated = build_zip({file("a", std::string(1000, 'x'))});
  truncated.resize(truncated.size() / 2);
  for (const std::string& bytes : {std::string("not a zip"), truncated}) {
    CHECK(error_of(bytes, root.path()) == kBroken);
  }
}

TEST_CASE("a damaged entry is refused") {
  const TemporaryDirectory root;
  std::string zip = build_zip({file("a", "some content that is stored")});
  zip[40] = static_cast<char>(zip[40] ^ 0xFF);
  CHECK(error_of(zip, root.path()) == kBroken);
}

TEST_CASE("the unzipped size is limited") {
  const TemporaryDirectory root;
  const std::string zip =
      build_zip({file("a", std::string(600, 'a')), file("b", std::string(600, 'b'))});
  CHECK(error_of(zip, root.path(), 1000) == "Unzipped size must be smaller than 1000 bytes");
  CHECK(error_of(zip, root.path(), 1200).empty());
}

TEST_CASE("a zip without entries is refused") {
  const TemporaryDirectory root;
  const std::string empty("PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22);
  CHECK(error_of(empty, root.path()) == "Uploaded file must be a non-empty zip");
  CHECK(error_of("", root.path()) == "Uploaded file must be a non-empty zip");
}

}  // namespace zip_archive_test
