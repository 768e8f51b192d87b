#include "server/hot_reload.h"

#include "lambda-host/functions/code_folder.h"
#include "tests/unit/lambda-host/folders/temporary_folder.h"
#include "tests/unit/lambda-host/functions/registry_fixture.h"

#include <boost/asio/executor_work_guard.hpp>
#include <doctest/doctest.h>

#include <chrono>

namespace hot_reload_test {

namespace {

using namespace registry_fixture;
using namespace std::chrono_literals;

struct HotReloadFixture : Fixture {
  TemporaryFolder mine;
  boost::asio::io_context engine;

  void create_of_folder() {
    registry->create(kScope, kName, settings(),
                     lambda_host::prepare_folder(mine.path.string(), registry->code_root()));
  }
  std::uint64_t deployment() const { return registry->require(kScope, kName)->id; }

  // Changes the folder until the function has another deployment.
  bool is_reloaded() {
    engine.restart();
    const std::uint64_t before = deployment();
    const auto work = boost::asio::make_work_guard(engine);
    for (int i = 0; i < 100 && deployment() == before; ++i) {
      mine.write("index.js", std::to_string(i));
      engine.run_one_for(200ms);
    }
    return deployment() != before;
  }
};

}  // namespace

TEST_CASE_FIXTURE(HotReloadFixture, "functions that are there, and later ones, run what changes") {
  SUBCASE("there") {
    create_of_folder();
    server::HotReload hot_reload(engine, *registry);
    CHECK(is_reloaded());
    CHECK(is_reloaded());
  }
  SUBCASE("later") {
    server::HotReload hot_reload(engine, *registry);
    create_of_folder();
    CHECK(is_reloaded());
  }
}

TEST_CASE_FIXTURE(HotReloadFixture, "what comes too late is passed over") {
  create_of_folder();
  {
    server::HotReload hot_reload(engine, *registry);
    CHECK(is_reloaded());
    mine.write("index.js", "late");
  }
  const std::uint64_t before = deployment();
  engine.restart();
  engine.run_for(10ms);
  CHECK(deployment() == before);
  describe("nobody is told any more");
}

}  // namespace hot_reload_test
