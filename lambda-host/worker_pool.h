#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace lambda_host {

// Threads for what would stall the engine: unzipping, hashing, removing directories, starting
// programs. Work is a function of values; its completion comes back to the engine thread, to which
// the pool belongs: at most one in a turn of the loop, and behind what the one before led to there,
// since that takes time, too.
class WorkerPool {
 public:
  static constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();

  // The engine's context must outlive the pool. With one thread, work runs in the order in which it
  // was given, and completions come in that order, too. Of all work whose completion hasn't come,
  // no more is begun than there are threads and as many as are `ahead`: what it makes lies in
  // memory until then. Nobody may wait on the engine thread for the work of a pool with such a
  // limit.
  WorkerPool(boost::asio::io_context& engine, std::size_t threads, std::size_t ahead = kNoLimit);
  // Waits for all work; completions that come later are for nobody, or dropped with the engine.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // `work` must not throw. The engine's loop doesn't end before the completion.
  void run(std::function<void()> work, std::function<void()> done);
  // Runs `work`, which must not throw, once on each thread, if none of them has anything to do.
  void run_on_each_idle_thread(const std::function<void()>& work);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

// What has no more to do with the pool than to give it work.
std::function<void(std::function<void()> work, std::function<void()> done)> runner(
    WorkerPool& workers);

}  // namespace lambda_host
