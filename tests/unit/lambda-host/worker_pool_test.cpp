#include "lambda-host/worker_pool.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace worker_pool_test {

using lambda_host::WorkerPool;

TEST_CASE("work runs on another thread, and its completion on the engine's") {
  boost::asio::io_context engine;
  WorkerPool pool(engine, 2);
  const auto more = boost::asio::make_work_guard(engine);
  const std::thread::id here = std::this_thread::get_id();
  std::thread::id worker = here;
  std::thread::id completion;
  pool.run([&] { worker = std::this_thread::get_id(); },
           [&] {
             completion = std::this_thread::get_id();
             engine.stop();
           });
  engine.run();
  CHECK(worker != here);
  CHECK(completion == here);
}

TEST_CASE("the pool's end waits for what was begun; completions are dropped with the engine") {
  int worked = 0;
  bool completed = false;
  {
    boost::asio::io_context engine;
    WorkerPool pool(engine, 1, 1);
    for (int i = 0; i < 10; ++i) pool.run([&] { ++worked; }, [&] { completed = true; });
  }
  CHECK(worked == 10);
  CHECK_FALSE(completed);
}

TEST_CASE("one thread does all in order, and the loop goes on until it has all completions") {
  boost::asio::io_context engine;
  WorkerPool pool(engine, 1);
  std::string order;
  for (const char name : {'a', 'b', 'c'}) {
    pool.run([&order, name] { order.push_back(name); },
             [&order, name] { order.push_back(static_cast<char>(name - 'a' + 'A')); });
  }
  engine.run();
  std::string begun, completed;
  for (const char each : order) (each >= 'a' ? begun : completed).push_back(each);
  CHECK(begun == "abc");
  CHECK(completed == "ABC");
}

TEST_CASE("work waits while so many completions do") {
  boost::asio::io_context engine;
  WorkerPool pool(engine, 1, 1);
  std::mutex mutex;
  std::vector<int> worked;
  std::vector<std::size_t> worked_by_then;
  constexpr int kJobs = 50;
  for (int i = 0; i < kJobs; ++i) {
    pool.run(
        [&, i] {
          const std::lock_guard lock(mutex);
          worked.push_back(i);
        },
        [&] {
          const std::lock_guard lock(mutex);
          worked_by_then.push_back(worked.size());
        });
  }
  engine.run();
  CHECK(worked.size() == kJobs);
  REQUIRE(worked_by_then.size() == kJobs);
  // One that has its turn, one that waits for it, and one that was begun in the former's place.
  for (std::size_t i = 0; i < worked_by_then.size(); ++i) CHECK(worked_by_then[i] <= i + 3);
}

TEST_CASE(
    "completions take turns with whatever else the loop has to do, and with what they lead to") {
  boost::asio::io_context engine;
  std::string order;
  {
    WorkerPool pool(engine, 1);
    for (const char name : {'a', 'b', 'c'}) {
      pool.run([] {},
               [&, name] {
                 order.push_back(name);
                 boost::asio::post(engine, [&] { order.push_back('+'); });
               });
    }
  }
  const std::function<void()> tick = [&] {
    order.push_back('-');
    if (order.find('c') == std::string::npos) boost::asio::post(engine, tick);
  };
  boost::asio::post(engine, tick);
  engine.run();
  CHECK(order == "a-+-b-+-c-+");
}

TEST_CASE("a completion that comes behind the pool's end comes still") {
  boost::asio::io_context engine;
  bool completed = false;
  {
    WorkerPool pool(engine, 1);
    pool.run([] {}, [&] { completed = true; });
  }
  engine.run();
  CHECK(completed);
}

TEST_CASE("each thread that is idle does it once; none does when one has work") {
  std::mutex mutex;
  std::multiset<std::thread::id> threads;
  const auto take_note = [&] {
    const std::lock_guard lock(mutex);
    threads.insert(std::this_thread::get_id());
  };
  boost::asio::io_context engine;
  std::optional<WorkerPool> pool(std::in_place, engine, 2);
  const auto more = boost::asio::make_work_guard(engine);
  int completed = 0;
  const auto complete = [&](int count) {
    while (completed < count) REQUIRE(engine.run_one_for(std::chrono::seconds(20)) == 1);
  };
  pool->run([] {}, [&] { ++completed; });
  pool->run_on_each_idle_thread(take_note);
  complete(1);
  pool->run([] {}, [&] { ++completed; });  // stands behind whatever came before
  complete(2);
  CHECK(threads.empty());
  pool->run_on_each_idle_thread(take_note);
  pool.reset();  // when all work has ended
  CHECK(threads.size() == 2);
  CHECK(std::set<std::thread::id>(threads.begin(), threads.end()).size() == 2);
}

}  // namespace worker_pool_test
