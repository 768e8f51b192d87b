#pragma once

#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace lambda_host {

// Calls back, on the thread that runs the io_context, after each SIGCHLD: some child has ended, or
// more than one. No call comes once the object is gone.
class ChildWatch {
 public:
  ChildWatch(boost::asio::io_context& io, std::function<void()> call);
  ~ChildWatch();
  ChildWatch(const ChildWatch&) = delete;
  ChildWatch& operator=(const ChildWatch&) = delete;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace lambda_host
