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
  Impl(boost::asio::io_context& io, std::size_t count, std::size_t completions_ahead)
      : engine(io), thread_count(count), ahead(completions_ahead), threads(count) {}

  struct Job {
    std::function<void()> work;
    std::function<void()> done;
  };

  bool may_begin() const { return begun < thread_count || begun - thread_count < ahead; }
  void begin_some() {
    for (; may_begin() && !jobs.empty(); jobs.pop_front()) begin(std::move(jobs.front()));
  }
  void begin(Job job) {
    ++begun;
    boost::asio::post(
        threads, [self = shared_from_this(), busy = boost::asio::make_work_guard(engine),
                  job = std::move(job)]() mutable {
          job.work();
          boost::asio::post(busy.get_executor(), [self, done = std::move(job.done)]() mutable {
            self->complete(std::move(done));
          });
        });
  }
  void complete(std::function<void()> done) {
    completed.push_back(std::move(done));
    if (!std::exchange(had_its_turn, true)) complete_next();
  }
  // What comes back in this turn of the loop waits for another one, behind what this one led to:
  // what was read at length may take as long to be written.
  void complete_next() {
    const std::function<void()> done = std::move(completed.front());
    completed.pop_front();
    --begun;
    begin_some();
    post([](Impl& soon) {
      soon.post([](Impl& later) {
        later.had_its_turn = !later.completed.empty();
        if (later.had_its_turn) later.complete_next();
      });
    });
    done();
  }
  template <class Call>
  void post(Call call) {
    boost::asio::post(engine, [self = shared_from_this(), call] { call(*self); });
  }

  boost::asio::io_context& engine;
  std::size_t thread_count;
  std::size_t ahead;
  std::deque<Job> jobs;                         // that aren't begun
  std::size_t begun = 0;                        // without those whose completions have come
  std::deque<std::function<void()>> completed;  // whose work came back
  bool had_its_turn = false;                    // one of them has, in this turn of the loop
  boost::asio::thread_pool threads;
};

WorkerPool::WorkerPool(boost::asio::io_context& engine, std::size_t threads, std::size_t ahead)
    : impl_(std::make_shared<Impl>(engine, threads, ahead)) {}

WorkerPool::~WorkerPool() {
  for (; !impl_->jobs.empty(); impl_->jobs.pop_front())
    impl_->begin(std::move(impl_->jobs.front()));
  impl_->threads.join();
}

void WorkerPool::run(std::function<void()> work, std::function<void()> done) {
  impl_->jobs.push_back({std::move(work), std::move(done)});
  impl_->begin_some();
}

std::function<void(std::function<void()>, std::function<void()>)> runner(WorkerPool& workers) {
  return [&workers](std::function<void()> work, std::function<void()> done) {
    workers.run(std::move(work), std::move(done));
  };
}

// They wait for each other, so that no thread does another's.
void WorkerPool::run_on_each_idle_thread(const std::function<void()>& work) {
  if (impl_->begun > 0) return;
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
