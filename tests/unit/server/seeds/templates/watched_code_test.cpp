#include "server/seeds/templates/watched_code.h"

#include "tests/unit/storage/files/temporary_place.h"

#include <doctest/doctest.h>

namespace watched_code_test {

using namespace server::seeds;

TEST_CASE("folders of code are run where they lie, and everything else as it is") {
  const TemporaryPlace place;
  write(place.path() / "src" / "index.js");
  write(place.path() / "code.zip");
  const auto code_of = [&](Value code) {
    Value seed;
    seed.set("functions", list_value({Value().set("Code", std::move(code))}));
    watch_folders(seed, place.path());
    return to_json(*seed.find("functions")->list.front().find("Code"));
  };
  const std::string watched =
      R"({"S3Bucket":"hot-reload","S3Key":")" + (place.path() / "src").string() + "\"}";
  CHECK(code_of(text_value("src")) == watched);
  CHECK(code_of(text_value("./src/")) == watched);
  CHECK(code_of(text_value("code.zip")) == R"("code.zip")");
  CHECK(code_of(text_value("none")) == R"("none")");
  CHECK(code_of(Value().set("ZipFile", "x")) == R"({"ZipFile":"x"})");
  Value published;
  published.set("functions", list_value({Value().set("FunctionName", "f").set("Code", "src"),
                                         Value().set("FunctionName", "g").set("Code", "src")}));
  published.set("versions", list_value({Value().set("FunctionName", "f")}));
  watch_folders(published, place.path());
  CHECK(to_json(*published.find("functions")) ==
        R"([{"FunctionName":"f","Code":"src"},{"FunctionName":"g","Code":)" + watched + "}]");
  Value empty = map_value({});
  watch_folders(empty, place.path());
  CHECK(to_json(empty) == "{}");
}

}  // namespace watched_code_test
