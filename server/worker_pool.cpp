#include "server/worker_pool.h"

#include <boost/asio/post.hpp>

namespace server {
namespace {

constexpr std::size_t kThreads = 2;

}  // namespace

WorkerPool::WorkerPool(boost::asio::io_context& engine) : engine_(engine), threads_(kThreads) {}

WorkerPool::~WorkerPool() {
  threads_.join();
}

void WorkerPool::run(std::function<void()> work, std::function<void()> done) {
  boost::asio::post(threads_, [this, work = std::move(work), done = std::move(done)]() mutable {
    work();
    boost::asio::post(engine_, std::move(done));
  });
}

}  // namespace server
