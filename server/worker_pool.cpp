#include "server/worker_pool.h"

#include <boost/asio/post.hpp>

#include <latch>
#include <memory>

namespace server {
namespace {

constexpr std::size_t kThreads = 2;

}  // namespace

WorkerPool::WorkerPool(boost::asio::io_context& engine) : engine_(engine), threads_(kThreads) {}

WorkerPool::~WorkerPool() {
  threads_.join();
}

void WorkerPool::run(std::function<void()> work, std::function<void()> done) {
  ++unfinished_;
  boost::asio::post(threads_, [this, work = std::move(work), done = std::move(done)]() mutable {
    work();
    boost::asio::post(engine_, [this, done = std::move(done)] {
      --unfinished_;
      done();
    });
  });
}

std::function<void(std::function<void()>, std::function<void()>)> runner(WorkerPool& workers) {
  return [&workers](std::function<void()> work, std::function<void()> done) {
    workers.run(std::move(work), std::move(done));
  };
}

// They wait for each other, so that no thread does another's.
void WorkerPool::run_on_each_idle_thread(const std::function<void()>& work) {
  if (unfinished_ > 0) return;
  const auto all = std::make_shared<std::latch>(kThreads);
  for (std::size_t i = 0; i < kThreads; ++i) {
    run(
        [all, work] {
          all->arrive_and_wait();
          work();
        },
        [] {});
  }
}

}  // namespace server
