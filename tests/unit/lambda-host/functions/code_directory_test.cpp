#include "lambda-host/functions/code_directory.h"

#include "core/api_error.h"
#include "core/base64.h"
#include "storage/files/data_directory.h"
#include "tests/unit/lambda-host/functions/zip_builder.h"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

namespace code_directory_test {

namespace {

namespace fs = std::filesystem;

struct Fixture {
  storage::files::DataDirectory directory = storage::files::DataDirectory::temporary();
  const storage::files::OwnedDirectory& root = directory.functions();

  bool is_empty() const { return root.directory().names().empty(); }
};

std::string content(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

template <class Call>
std::string error_of(Call call) {
  try {
    call();
  } catch (const core::ApiError& error) {
    return std::string(core::error_name(error.code())) + ": " + error.message();
  }
  return {};
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "code lies in a directory of its own, unpacked and as it came") {
  const std::string zip = build_zip({file("index.js", "v1")});
  const auto first = lambda_host::prepare_code(zip, root);
  const auto second = lambda_host::prepare_code(zip, root);
  CHECK(first.directory->id() != second.directory->id());
  CHECK(first.directory->task_root() == root.path() / first.directory->id() / "task");
  CHECK(content(first.directory->task_root() / "index.js") == "v1");
  CHECK(content(root.path() / first.directory->id() / "code.zip") == zip);
  CHECK(first.directory->zip_file() == root.path() / first.directory->id() / "code.zip");
  CHECK(first.sha256 == lambda_host::code_sha256(zip));
  CHECK(first.size_bytes == static_cast<std::int64_t>(zip.size()));
}

TEST_CASE("a zip's hash is its SHA-256 in base64") {
  CHECK(lambda_host::code_sha256("abc") == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}

TEST_CASE_FIXTURE(Fixture, "code that nobody takes over goes, and kept code stays") {
  const std::string zip = build_zip({file("a", "b")});
  lambda_host::prepare_code(zip, root);
  CHECK(is_empty());
  lambda_host::prepare_code(zip, root).directory->keep();
  CHECK_FALSE(is_empty());
}

TEST_CASE_FIXTURE(Fixture, "discarded code goes with its last owner") {
  auto code = lambda_host::prepare_code(build_zip({file("a", "b")}), root);
  auto other_owner = code.directory;
  code = {};
  CHECK_FALSE(is_empty());
  other_owner = nullptr;
  CHECK(is_empty());
}

TEST_CASE_FIXTURE(Fixture, "base64 text is taken as code, and anything else refused") {
  const std::string zip = build_zip({file("a", "b")});
  const auto prepared = lambda_host::prepare_base64_code(core::base64_encode(zip), root);
  CHECK(prepared.sha256 == lambda_host::code_sha256(zip));
  CHECK(prepared.size_bytes == static_cast<std::int64_t>(zip.size()));
  CHECK(error_of([&] { lambda_host::prepare_base64_code("***", root); }) ==
        "SerializationException: ZipFile is not valid base64-encoded data.");
}

TEST_CASE_FIXTURE(Fixture, "code that can't be used leaves nothing on the disk") {
  const std::string too_large =
      "RequestEntityTooLargeException: Zipped size must be smaller than 52428800 bytes";
  const auto error = [&](std::int64_t size_bytes) {
    return error_of([&] {
      lambda_host::prepare_code(std::string(static_cast<std::size_t>(size_bytes), 'x'), root);
    });
  };
  CHECK(error(lambda_host::kMaxZippedBytes) == too_large);
  CHECK(error(lambda_host::kMaxZippedBytes - 1).starts_with("InvalidParameterValueException: "));
  CHECK(error(6).starts_with("InvalidParameterValueException: "));
  CHECK(is_empty());
}

}  // namespace code_directory_test
