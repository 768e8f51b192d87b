#include "server/control/control_api.h"

#include "tests/unit/server/control/control_fixture.h"

#include <doctest/doctest.h>

namespace control_api_test {

TEST_CASE("unknown paths and methods are answered in JSON") {
  ControlFixture f;
  CHECK(f.call("GET", "health").body.starts_with(R"({"status":"ok","version":")"));
  CHECK(f.call("HEAD", "health").status == 200);
  CHECK(f.call("POST", "health").status == 405);
  CHECK(f.call("GET", "streams/roll").status == 405);
  CHECK(f.call("GET", "nothing").status == 404);
  CHECK(f.call("GET", "nothing").content_type == "application/json");
}

TEST_CASE("who is still starting isn't healthy yet") {
  ControlFixture f;
  f.health.is_starting = true;
  CHECK(f.call("GET", "health").status == 503);
  CHECK(f.call("GET", "health").body.starts_with(R"({"status":"starting","version":")"));
  f.health.is_starting = false;
  CHECK(f.call("GET", "health").status == 200);
  CHECK(f.call("GET", "health").body.find("init") == std::string::npos);
  using server::control::InitState;
  for (const auto& [state, name] :
       {std::pair(InitState::running, "running"), std::pair(InitState::done, "done"),
        std::pair(InitState::failed, "failed")}) {
    f.health.init = state;
    CHECK(f.call("GET", "health").status == 200);
    CHECK(f.call("GET", "health").body.ends_with(R"("init":")" + std::string(name) + "\"}"));
  }
}

TEST_CASE("unknown query parameters are refused, also where there are none") {
  ControlFixture f;
  const char* const refusal = R"({"error":"BadRequest","message":"There is no parameter limit."})";
  CHECK(f.call("GET", "mappings/x?limit=1").status == 400);
  CHECK(f.get("mappings/x?limit=1") == refusal);
  CHECK(f.call("POST", "drain?limit=1", "{}").body == refusal);
}

}  // namespace control_api_test
