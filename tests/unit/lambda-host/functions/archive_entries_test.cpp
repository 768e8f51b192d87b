#include "lambda-host/functions/archive_entries.h"

#include "core/api_error.h"
#include "tests/unit/lambda-host/functions/zip_builder.h"

#include <doctest/doctest.h>

namespace archive_entries_test {

using lambda_host::ArchiveEntry;
using lambda_host::kMaxUnzippedEntries;
using lambda_host::shared_length;

namespace {

constexpr const char* kTooMany =
    "Uploaded file must have no more than 200000 files and directories";
constexpr const char* kTooDeep =
    "Uploaded file must have no more than 100 directories within one another";

struct Opened {
  explicit Opened(const std::vector<ZipEntry>& entries) : bytes(build_zip(entries)) {
    zip_error_t error;
    zip_error_init(&error);
    archive = zip_open_from_source(zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error),
                                   ZIP_RDONLY, &error);
    REQUIRE(archive != nullptr);
  }
  ~Opened() { zip_discard(archive); }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;

  std::string bytes;
  zip_t* archive;
};

// "path>index", with a slash behind directories.
std::string read(const std::vector<ZipEntry>& entries) {
  const Opened opened(entries);
  std::string all;
  for (const ArchiveEntry& entry : lambda_host::read_entries(opened.archive)) {
    all += (all.empty() ? "" : " ") + entry.path + (entry.is_directory ? "/" : "") + ">" +
           std::to_string(entry.index);
  }
  return all;
}

std::string error_of(const std::vector<ZipEntry>& entries) {
  try {
    read(entries);
    return "";
  } catch (const core::ApiError& error) {
    CHECK(error.code() == core::ErrorCode::invalid_parameter_value);
    return error.message();
  }
}

std::vector<ZipEntry> numbered(std::size_t count, const std::string& behind) {
  std::vector<ZipEntry> entries(count);
  for (std::size_t i = 0; i < count; ++i) entries[i].name = std::to_string(i) + behind;
  return entries;
}

std::string path_of(int names) {
  std::string path = "a";
  for (int i = 1; i < names; ++i) path += "/a";
  return path;
}

}  // namespace

TEST_CASE("entries come by their paths, what lies in a directory beside it") {
  CHECK(read({file("b", ""), file("a-b/c", ""), file("a/x/y", ""), file("a/", ""),
              file("a/c", "")}) == "a/>3 a/c>4 a/x/y>2 a-b/c>1 b>0");
  CHECK(read({file("./z//y/", ""), file("x", "", S_IFDIR | 0755)}) == "x/>1 z/y/>0");
  CHECK(read({file("a", "1"), file("./a", "2")}) == "a>0 a>1");
}

TEST_CASE("what is absolute or climbs is refused") {
  for (const char* name : {"/a", "../a", "a/../b", "a/.."}) {
    CAPTURE(name);
    CHECK(error_of({file(name, "")}) ==
          "Could not unzip uploaded file. Please check your file, then try to upload again.");
  }
}

TEST_CASE("an entry lies in its directory, or is one") {
  CHECK(lambda_host::directory_of({"a/b/c"}) == "a/b");
  CHECK(lambda_host::directory_of({"a"}).empty());
  CHECK(lambda_host::directory_of({"a/b", 0, 0, true}) == "a/b");
}

TEST_CASE("paths share whole names") {
  CHECK(shared_length("a/b/c", "a/b/d") == 3);
  CHECK(shared_length("a/b", "a/bc") == 1);
  CHECK(shared_length("a/bc", "a/b") == 1);
  CHECK(shared_length("a/b", "a/b") == 3);
  CHECK(shared_length("a/b", "a") == 1);
  CHECK(shared_length("a", "a/b") == 1);
  CHECK(shared_length("ab", "a") == 0);
  CHECK(shared_length("", "a") == 0);
  CHECK(shared_length("b", "a") == 0);
}

TEST_CASE("there are limits to how many entries there are, and how deep they lie") {
  CHECK(error_of(numbered(kMaxUnzippedEntries, "")).empty());
  CHECK(error_of(numbered(kMaxUnzippedEntries + 1, "")) == kTooMany);
  CHECK(error_of(numbered(kMaxUnzippedEntries, "/")).empty());
  CHECK(error_of({file(path_of(100), "")}).empty());
  CHECK(error_of({file(path_of(101), "")}) == kTooDeep);
}

TEST_CASE("directories that only paths name count, each once") {
  auto entries = numbered(kMaxUnzippedEntries / 2, "/f");
  CHECK(error_of(entries).empty());
  entries[0].name = "1/g";
  CHECK(error_of(entries).empty());
  entries.push_back(file("1/h", ""));
  entries.push_back(file("1/i", ""));
  CHECK(error_of(entries) == kTooMany);
}

}  // namespace archive_entries_test
