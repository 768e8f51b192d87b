#include "server/cleaner.h"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <vector>

namespace cleaner_test {

namespace {

// Runs completions until a worker has done what is awaited, at most for the deadline.
template <class Condition>
void run_until(boost::asio::io_context& engine, Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  const auto work = boost::asio::make_work_guard(engine);
  while (!condition() && std::chrono::steady_clock::now() < deadline) {
    engine.run_one_for(std::chrono::milliseconds(5));
  }
  CHECK(condition());
}

}  // namespace

TEST_CASE("what is to be deleted goes step by step, each kind to its end") {
  boost::asio::io_context engine;
  lambda_host::WorkerPool workers(engine, 2);
  std::vector<std::size_t> asked;
  std::atomic<int> first = 0;
  std::atomic<int> second = 0;
  server::Cleaner cleaner(workers, {[&](std::size_t entries) {
                                      asked.push_back(entries);
                                      return ++first < 3;
                                    },
                                    [&](std::size_t) {
                                      ++second;
                                      return false;
                                    }});
  cleaner.wake();
  run_until(engine, [&] { return second == 1; });
  CHECK(asked == std::vector<std::size_t>{500, 500, 500});
}

TEST_CASE("what comes while it deletes is deleted, too") {
  boost::asio::io_context engine;
  lambda_host::WorkerPool workers(engine, 2);
  std::atomic<int> rounds = 0;
  server::Cleaner cleaner(workers, {[&](std::size_t) {
                            ++rounds;
                            return false;
                          }});
  cleaner.wake();
  cleaner.wake();  // the first round's end isn't heard yet
  run_until(engine, [&] { return rounds == 2; });
  cleaner.wake();
  run_until(engine, [&] { return rounds == 3; });
}

}  // namespace cleaner_test
