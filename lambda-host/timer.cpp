#include "lambda-host/timer.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>

namespace lambda_host {

struct Timer::Impl {
  explicit Impl(boost::asio::io_context& io) : timer(io) {}

  boost::asio::steady_timer timer;
  // Tells a call that was already queued when it was cancelled from the one that is wanted.
  std::uint64_t generation = 0;
  std::function<void()> call;
};

Timer::Timer(boost::asio::io_context& io) : impl_(std::make_shared<Impl>(io)) {}

Timer::~Timer() {
  cancel();
}

void Timer::after(core::Duration delay, std::function<void()> call) {
  impl_->timer.expires_after(delay);
  impl_->call = std::move(call);
  impl_->timer.async_wait([impl = impl_, generation = ++impl_->generation](auto error) {
    if (error || generation != impl->generation) return;
    // The call may destroy or set the timer.
    std::exchange(impl->call, nullptr)();
  });
}

void Timer::cancel() {
  ++impl_->generation;
  impl_->call = nullptr;
  impl_->timer.cancel();
}

void post_call(boost::asio::io_context& io, std::function<void()> call) {
  boost::asio::post(io, std::move(call));
}

}  // namespace lambda_host
