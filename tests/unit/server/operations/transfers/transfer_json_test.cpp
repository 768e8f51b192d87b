#include "server/operations/transfers/transfer_json.h"

#include <doctest/doctest.h>

namespace transfer_json_test {

using namespace server::operations;

TEST_CASE("members are read as texts and whole numbers") {
  const auto document = core::json::Document::parse(R"({"text":"a","number":9007199254740993})");
  const auto object = document.root().object();
  CHECK(text_in(object, "text") == "a");
  CHECK(text_in(object, "none") == "");
  CHECK(whole_in(object, "number") == 9007199254740993);
}

}  // namespace transfer_json_test
