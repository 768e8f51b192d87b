#include "lambda-host/functions/code_folder.h"

#include "core/api_error.h"
#include "storage/files/data_directory.h"
#include "tests/unit/lambda-host/folders/temporary_folder.h"

#include <doctest/doctest.h>
#include <unistd.h>

namespace code_folder_test {

using lambda_host::prepare_folder;
namespace fs = std::filesystem;

namespace {

struct Folder : TemporaryFolder {
  storage::files::DataDirectory directory = storage::files::DataDirectory::temporary();
  const storage::files::OwnedDirectory& root = directory.functions();

  std::string error_of(const std::string& folder) const {
    try {
      prepare_folder(folder, root);
    } catch (const core::ApiError& error) {
      return std::string(core::error_name(error.code())) + ": " + error.message();
    }
    return {};
  }
};

}  // namespace

TEST_CASE_FIXTURE(Folder, "a folder is run where it lies") {
  write("index.js");
  const auto code = prepare_folder(path.string(), root);
  CHECK(code.directory->folder() == path.string());
  CHECK(code.directory->task_root() == path);
  CHECK(code.size_bytes == 0);
  CHECK(code.sha256 == lambda_host::code_sha256(path.string()));
  CHECK(prepare_folder(path.string() + "/", root).directory->folder() == path.string());
  CHECK(prepare_folder((path / "../" / path.filename() / ".").string(), root).sha256 ==
        code.sha256);
}

TEST_CASE_FIXTURE(Folder, "the root is a folder, too") {
  CHECK(prepare_folder("/", root).directory->folder() == "/");
}

TEST_CASE_FIXTURE(Folder, "what goes with the code is ours alone") {
  write("index.js");
  std::string id;
  {
    const auto code = prepare_folder(path.string(), root);
    id = code.directory->id();
    code.directory->make_opt();
    CHECK(fs::exists(root.path() / id / "opt"));
  }
  CHECK_FALSE(fs::exists(root.path() / id));
  CHECK(fs::exists(path / "index.js"));
}

TEST_CASE_FIXTURE(Folder, "a path that leads to no folder is refused") {
  CHECK(error_of("dist") ==
        "InvalidParameterValueException: dist is no absolute path. The bucket hot-reload stands "
        "for folders of this machine: give the S3Key from the root on, /home/me/project for "
        "instance.");
  CHECK(error_of(path.string() + '\0' + "x") ==
        "InvalidParameterValueException: The path of a folder can't have a NUL character.");
  const std::string missing = (path / "missing").string();
  CHECK(error_of(missing) == "InvalidParameterValueException: There is no folder " + missing +
                                 " to run a function from.");
  write("file");
  const std::string file = (path / "file").string();
  CHECK(error_of(file) == "InvalidParameterValueException: " + file +
                              " is no folder. Give the one in which the handler's file lies.");
  if (::geteuid() != 0) {  // who may everything may look into it
    make("closed");
    const std::string closed = (path / "closed").string();
    fs::permissions(closed, fs::perms::owner_write);
    CHECK(error_of(closed) ==
          "InvalidParameterValueException: Rivulet may not read the folder " + closed + ".");
  }
  CHECK(root.directory().names().empty());
}

TEST_CASE("a folder can't be published") {
  lambda_host::refuse_to_publish("");
  CHECK_THROWS_WITH_AS(
      lambda_host::refuse_to_publish("/home/me/dist"),
      "A version is frozen, and the folder /home/me/dist isn't. Upload the code as "
      "a zip to publish it.",
      core::ApiError);
}

}  // namespace code_folder_test
