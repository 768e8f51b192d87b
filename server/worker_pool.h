#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <cstddef>
#include <functional>

namespace server {

// A few threads for what would stall the engine: unzipping, hashing, removing directories. Work is
// a function of values; its completion comes back to the engine thread.
class WorkerPool {
 public:
  // The engine's context must outlive the pool.
  explicit WorkerPool(boost::asio::io_context& engine);
  // Waits for work that has begun; completions that come too late are dropped with the engine.
  ~WorkerPool();

  // `work` must not throw.
  void run(std::function<void()> work, std::function<void()> done);
  // Runs `work`, which must not throw, once on each thread, if none of them has anything to do.
  void run_on_each_idle_thread(const std::function<void()>& work);

 private:
  boost::asio::io_context& engine_;
  std::size_t unfinished_ = 0;  // work whose completion hasn't come back
  boost::asio::thread_pool threads_;
};

// What has no more to do with the pool than to give it work.
std::function<void(std::function<void()> work, std::function<void()> done)> runner(
    WorkerPool& workers);

}  // namespace server
