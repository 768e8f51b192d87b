#include "server/worker_pool.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <thread>

TEST_CASE("work runs on another thread, and its completion on the engine's") {
  boost::asio::io_context engine;
  server::WorkerPool pool(engine);
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
    server::WorkerPool pool(engine);
    pool.run([&] { ++worked; }, [&] { completed = true; });
  }
  CHECK(worked == 1);
  CHECK_FALSE(completed);
}
