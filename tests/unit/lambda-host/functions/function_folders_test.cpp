#include "lambda-host/functions/code_folder.h"
#include "tests/unit/lambda-host/folders/temporary_folder.h"
#include "tests/unit/lambda-host/functions/registry_fixture.h"

#include <doctest/doctest.h>

namespace function_folders_test {

namespace {

using namespace registry_fixture;
namespace fs = std::filesystem;

struct Folders : Fixture {
  TemporaryFolder mine;
  const std::string folder = mine.path.string();

  void create_of_folder(const core::FunctionName& name = kName) {
    registry->create(kScope, name, settings(),
                     lambda_host::prepare_folder(folder, registry->code_root()));
  }
};

}  // namespace

TEST_CASE_FIXTURE(Folders, "a function runs from its folder, after a restart too") {
  create_of_folder();
  CHECK(latest().code_folder == folder);
  CHECK(registry->require(kScope, kName)->code->task_root() == mine.path);
  CHECK(registry->folders() == std::set<std::string>{folder});
  reload();
  CHECK(registry->folders() == std::set<std::string>{folder});
  CHECK(registry->require(kScope, kName)->code->task_root() == mine.path);
  CHECK(code_directories() == 1);
}

TEST_CASE_FIXTURE(Folders, "a folder that changes makes another deployment of the same function") {
  create_of_folder();
  create_of_folder(core::FunctionName("g"));
  create(core::FunctionName("h"));
  const auto before = registry->require(kScope, kName);
  const int commits = store.commits;
  const auto reloaded = registry->reload_folder(folder);
  REQUIRE(reloaded.size() == 2);
  CHECK(reloaded[0] == registry->require(kScope, kName));
  CHECK(reloaded[1] == registry->require(kScope, core::FunctionName("g")));
  CHECK(reloaded[0]->id != before->id);
  CHECK(reloaded[0]->configuration == before->configuration);
  CHECK(retirements.revisions == std::vector<std::string>{before->configuration.revision_id,
                                                          reloaded[1]->configuration.revision_id});
  CHECK(store.commits == commits);
  CHECK(registry->reload_folder("/elsewhere").empty());
  CHECK(code_directories() == 3);
}

TEST_CASE_FIXTURE(Folders, "it is told when the folders may be others") {
  int told = 0;
  registry->on_folders_changed([&] { ++told; });
  create(core::FunctionName("g"));
  CHECK(told == 0);
  create_of_folder();
  CHECK(told == 1);
  registry->update_code(kScope, kName, {}, code());
  CHECK(told == 2);
  CHECK(registry->folders().empty());
  CHECK(latest().code_folder.empty());
  describe("no folder now");
  CHECK(told == 2);
  registry->update_code(kScope, kName, {},
                        lambda_host::prepare_folder(folder, registry->code_root()));
  CHECK(told == 3);
  registry->erase(kScope, kName);
  CHECK(told == 4);
  CHECK(registry->folders().empty());
  registry->erase(kScope, core::FunctionName("g"));
  CHECK(told == 4);
}

TEST_CASE_FIXTURE(Folders, "a folder stays the user's whatever becomes of its function") {
  mine.write("index.js", "mine");
  create_of_folder();
  registry->reload_folder(folder);
  registry->update_code(kScope, kName, {},
                        lambda_host::prepare_folder(folder, registry->code_root()));
  registry->update_code(kScope, kName, {}, code());
  registry->erase(kScope, kName);
  CHECK(code_directories() == 0);
  CHECK(fs::exists(mine.path / "index.js"));
}

TEST_CASE_FIXTURE(Folders, "a version can't be made of a folder, but of a zip after it") {
  create_of_folder();
  CHECK(error_of([&] { publish(); }) ==
        "InvalidParameterValueException: A version is frozen, and the folder " + folder +
            " isn't. Upload the code as a zip to publish it.");
  registry->update_code(kScope, kName, {}, code());
  CHECK(publish() == "1");
  registry->update_code(kScope, kName, {},
                        lambda_host::prepare_folder(folder, registry->code_root()));
  CHECK(registry->require(kScope, kName, "1")->configuration.code_folder.empty());
  CHECK(registry->folders() == std::set<std::string>{folder});
}

}  // namespace function_folders_test
