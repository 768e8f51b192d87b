#include "lambda-host/functions/opt_directory.h"

#include "core/api_error.h"
#include "lambda-host/functions/code_folder.h"
#include "storage/files/data_directory.h"
#include "tests/unit/lambda-host/functions/zip_builder.h"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

namespace opt_directory_test {

namespace fs = std::filesystem;
using lambda_host::LayerZip;
using lambda_host::PreparedCode;

namespace {

struct Fixture {
  PreparedCode code(const std::vector<ZipEntry>& entries) {
    return lambda_host::prepare_code(build_zip(entries), root);
  }
  LayerZip layer(const std::string& arn, const std::vector<ZipEntry>& entries) {
    PreparedCode prepared = code(entries);
    return {
        {arn, prepared.size_bytes},
        prepared.directory
    };
  }
  std::string content(const PreparedCode& prepared, const std::string& name) {
    std::ifstream stream(prepared.directory->opt_root() / name, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(stream), {});
  }

  storage::files::DataDirectory directory = storage::files::DataDirectory::temporary();
  const storage::files::OwnedDirectory& root = directory.functions();
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "layers are merged in their order: a later one replaces") {
  auto prepared = code({file("index.js", "")});
  const auto first = layer(
      "arn:a:1", {file("both", "1"), file("python/a.py", "a"), file("link", "both", S_IFLNK | 0777),
                  file("was-link", "x", S_IFREG | 0644)});
  const auto second =
      layer("arn:b:1", {file("both", "2"), file("python/b.py", "b"), file("link", "over it"),
                        file("was-link", "both", S_IFLNK | 0777)});
  lambda_host::make_opt(prepared, {first, second});
  CHECK(content(prepared, "both") == "2");
  CHECK(content(prepared, "python/a.py") == "a");
  CHECK(content(prepared, "python/b.py") == "b");
  CHECK(content(prepared, "link") == "over it");
  CHECK(content(prepared, "was-link") == "2");
  CHECK(prepared.layers == std::vector{first.use, second.use});
}

TEST_CASE_FIXTURE(Fixture, "without layers there is no /opt") {
  auto prepared = code({file("index.js", "")});
  lambda_host::make_opt(prepared, {});
  lambda_host::copy_opt(prepared, *prepared.directory, {});
  CHECK_FALSE(fs::exists(prepared.directory->opt_root()));
  CHECK(prepared.layers.empty());
}

TEST_CASE_FIXTURE(Fixture, "other code keeps the layers, and other layers the code") {
  auto before = code({file("index.js", "v1")});
  const auto first = layer("arn:a:1", {file("a", "1")});
  lambda_host::make_opt(before, {first});
  auto after = code({file("index.js", "v2")});
  lambda_host::copy_opt(after, *before.directory, before.layers);
  CHECK(content(after, "a") == "1");
  CHECK(after.layers == before.layers);
  const auto changed =
      lambda_host::with_layers(*after.directory, {layer("arn:b:1", {file("b", "2")})}, root);
  CHECK(changed.sha256 == after.sha256);
  CHECK(content(changed, "a").empty());
  CHECK(content(changed, "b") == "2");
  CHECK(fs::exists(changed.directory->task_root() / "index.js"));
}

TEST_CASE_FIXTURE(Fixture, "code that is a folder stays so with other layers") {
  const auto mine = storage::files::DataDirectory::temporary();
  const std::string folder = mine.own().path().string();
  const auto before = lambda_host::prepare_folder(folder, root);
  const auto changed =
      lambda_host::with_layers(*before.directory, {layer("arn:b:1", {file("b", "2")})}, root);
  CHECK(changed.directory->task_root() == folder);
  CHECK(content(changed, "b") == "2");
  CHECK(changed.directory->opt_root().string().starts_with(root.path().string()));
}

TEST_CASE_FIXTURE(Fixture, "a layer with an extension is refused by its name") {
  auto prepared = code({file("index.js", "")});
  CHECK_THROWS_WITH_AS(
      lambda_host::make_opt(prepared, {layer("arn:a:1", {file("extensions/spy", "")})}),
      "Rivulet doesn't run extensions: the layer arn:a:1 has /opt/extensions/spy. Publish it "
      "without.",
      core::ApiError);
}

}  // namespace opt_directory_test
