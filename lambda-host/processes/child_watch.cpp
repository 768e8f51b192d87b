#include "lambda-host/processes/child_watch.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <utility>

namespace lambda_host {

// Kept alive by its pending wait.
struct ChildWatch::Impl : std::enable_shared_from_this<Impl> {
  Impl(boost::asio::io_context& io, std::function<void()> on_signal)
      : signals(io, SIGCHLD), call(std::move(on_signal)) {}

  void wait() {
    signals.async_wait([self = shared_from_this()](const auto& error, int) {
      if (error || !self->call) return;
      self->call();
      self->wait();
    });
  }

  boost::asio::signal_set signals;
  std::function<void()> call;
};

ChildWatch::ChildWatch(boost::asio::io_context& io, std::function<void()> call)
    : impl_(std::make_shared<Impl>(io, std::move(call))) {
  impl_->wait();
}

ChildWatch::~ChildWatch() {
  impl_->call = nullptr;
  boost::system::error_code ignored;
  impl_->signals.cancel(ignored);
}

}  // namespace lambda_host
