#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstddef>
#include <deque>
#include <memory>
#include <utility>

namespace server::http {

// What goes on with a coroutine that waits.
using Resume = boost::asio::async_result<boost::asio::use_awaitable_t<>, void()>::handler_type;

// Coroutines that all of a sudden have something to do, thousands at once, pass one behind another:
// so many in a turn of the event loop, that others have their turns, too.
//
//   if (!turnstile->admits()) co_await turnstile->turn();
//
// On the io_context's thread.
class Turnstile : public std::enable_shared_from_this<Turnstile> {
 public:
  Turnstile(boost::asio::io_context& context, std::size_t at_once)
      : context_(context), at_once_(at_once) {}
  Turnstile(const Turnstile&) = delete;
  Turnstile& operator=(const Turnstile&) = delete;

  // Whether the caller may go on now, which counts. Else it has to wait for its turn.
  bool admits();
  // Awaited, it goes on when those before it have.
  auto turn() {
    return boost::asio::async_initiate<decltype(boost::asio::use_awaitable), void()>(
        [this](Resume resume) { wait(std::move(resume)); }, boost::asio::use_awaitable);
  }
  // Whoever waits never goes on. For the end of the loop.
  void drop_all() { waiting_.clear(); }

 private:
  void wait(Resume resume);
  void run_soon();
  void run();

  boost::asio::io_context& context_;
  std::size_t at_once_;
  std::size_t passed_ = 0;  // at least as many as have in this turn
  std::deque<Resume> waiting_;
  bool runs_soon_ = false;
};

}  // namespace server::http
