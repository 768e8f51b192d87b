#include "server/operations/items/items_answer.h"

#include "tests/support/engine.h"

#include <doctest/doctest.h>

namespace tests::items_answer_test {

TEST_CASE("an answer of few bytes of items is made at once, one of more on a worker") {
  constexpr std::size_t kMost = std::size_t{64} * 1024;
  Engine engine;
  std::vector<std::string> steps;
  engine.services.run_on_worker = [&](const std::function<void()>& work,
                                      const std::function<void()>& done) {
    steps.emplace_back("worker");
    work();
    steps.emplace_back("engine");
    done();
  };
  const auto answer = [&](std::size_t bytes) {
    steps.clear();
    const auto make = [&] {
      steps.emplace_back("made");
      return server::operations::Answer("{}");
    };
    server::operations::answer_with_items(bytes, make, engine.services, [&](const auto& made) {
      steps.push_back(std::get<std::string>(made));
    });
    return steps;
  };
  CHECK(answer(kMost) == std::vector<std::string>{"made", "{}"});
  CHECK(answer(kMost + 1) == std::vector<std::string>{"worker", "made", "engine", "{}"});
}

}  // namespace tests::items_answer_test
