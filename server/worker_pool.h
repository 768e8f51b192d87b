#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

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

 private:
  boost::asio::io_context& engine_;
  boost::asio::thread_pool threads_;
};

}  // namespace server
