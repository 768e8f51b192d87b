#include "lambda-host/worker_pool.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <deque>
#include <latch>
#include <utility>

namespace lambda_host {

// Completions keep it, so that one may come when the pool is gone.
struct WorkerPool::Impl : std::enable_shared_from_this<Impl> {
  Impl(boost::asio::io_context& io, std::size_t count)
      : engine(io), thread_count(count), threads(count) {}

  void complete(std::function<void()> done) {
    completed.push_back(std::move(done));
    if (!std::exchange(had_its_turn, true)) complete_next();
  }
  // What comes back in this turn of the loop waits for the next one.
  void complete_next() {
    boost::asio::post(engine, [self = shared_from_this()] {
      self->had_its_turn = !self->completed.empty();
      if (self->had_its_turn) self->complete_next();
    });
    const std::function<void()> done = std::move(completed.front());
    completed.pop_front();
    --unfinished;
    done();
  }

  boost::asio::io_context& engine;
  std::size_t thread_count;
  std::size_t unfinished = 0;                   // work whose completion hasn't come back
  std::deque<std::function<void()>> completed;  // whose work came back
  bool had_its_turn = false;                    // one of them has, in this turn of the loop
  boost::asio::thread_pool threads;
};

WorkerPool::WorkerPool(boost::asio::io_context& engine, std::size_t threads)
    : impl_(std::make_shared<Impl>(engine, threads)) {}

WorkerPool::~WorkerPool() {
  impl_->threads.join();
}

void WorkerPool::run(std::function<void()> work, std::function<void()> done) {
  ++impl_->unfinished;
  boost::asio::post(
      impl_->threads, [impl = impl_, busy = boost::asio::make_work_guard(impl_->engine),
                       work = std::move(work), done = std::move(done)]() mutable {
        work();
        boost::asio::post(busy.get_executor(), [impl, done = std::move(done)]() mutable {
          impl->complete(std::move(done));
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
