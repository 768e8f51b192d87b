#pragma once

#include "core/clock.h"

#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace lambda_host {

// One call in the future, on the thread that runs the io_context. After cancel, a new `after`, or
// the timer's end the old call never comes.
class Timer {
 public:
  explicit Timer(boost::asio::io_context& io);
  ~Timer();
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  void after(core::Duration delay, std::function<void()> call);
  void cancel();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

// The call comes in a later turn of the loop: for what mustn't happen inside a callback.
void post_call(boost::asio::io_context& io, std::function<void()> call);

}  // namespace lambda_host
