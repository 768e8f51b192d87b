#include "server/run_then_transact.h"

#include "tests/support/engine.h"

#include <doctest/doctest.h>

namespace run_then_transact_test {

TEST_CASE("what transacts behind a worker waits until what is queued is written") {
  tests::Engine engine;
  std::vector<std::string> seen;
  std::function<void()> come_back;
  engine.services.run_on_worker = [&](const auto& work, const auto& done) {
    work();
    come_back = done;
  };
  server::run_then_transact(
      engine.services, [&] { seen.emplace_back("worked"); }, [&] { seen.emplace_back("done"); });
  CHECK(seen == std::vector<std::string>{"worked"});
  SUBCASE("if there is any") {
    engine.writer.submit([&] { seen.emplace_back("written"); }, {});
    come_back();
    CHECK(seen == std::vector<std::string>{"worked"});
    engine.run_turn();
    CHECK(seen == std::vector<std::string>{"worked", "written", "done"});
  }
  SUBCASE("or for nothing") {
    come_back();
    CHECK(seen == std::vector<std::string>{"worked", "done"});
  }
}

}  // namespace run_then_transact_test
