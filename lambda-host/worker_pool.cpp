#include "lambda-host/worker_pool.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <latch>
#include <utility>

namespace lambda_host {

// Completions keep it, so that one may come when the pool is gone.
struct WorkerPool::Impl {
  Impl(boost::asio::io_context& io, std::size_t count)
      : engine(io), thread_count(count), threads(count) {}

  boost::asio::io_context& engine;
  std::size_t thread_count;
  std::size_t unfinished = 0;  // work whose completion hasn't come back
  boost::asio::thread_pool threads;
};

WorkerPool::WorkerPool(boost::asio::io_context& engine, std::size_t threads)
    : impl_(std::make_shared<Impl>(engine, threads)) {}

WorkerPool::~WorkerPool() {
  impl_->threads.join();
}

void WorkerPool::run(std::function<void()> work, std::function<void()> done) {
  ++impl_->unfinished;
  boost::asio::post(impl_->threads,
                    [impl = impl_, busy = boost::asio::make_work_guard(impl_->engine),
                     work = std::move(work), done = std::move(done)]() mutable {
                      work();
                      boost::asio::post(busy.get_executor(), [impl, done = std::move(done)] {
                        --impl->unfinished;
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
  if (impl_->unfinished > 0) return;
  const auto all = std::make_shared<std::latch>(static_cast<std::ptrdiff_t>(impl_->thread_count));
  for (std::size_t i = 0; i < impl_->thread_count; ++i) {
    run(
        [all, work] {
          all->arrive_and_wait();
          work();
        },
        [] {});
  }
}

}  // namespace lambda_host
