#include "lambda-host/timer.h"

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <optional>
#include <string>

namespace timer_test {

using lambda_host::Timer;
using namespace std::chrono_literals;

TEST_CASE("a timer calls once, in a turn of the loop") {
  boost::asio::io_context io;
  Timer timer(io);
  int calls = 0;
  timer.after(0s, [&] { ++calls; });
  CHECK(calls == 0);
  io.run();
  CHECK(calls == 1);
}

TEST_CASE("a call that was cancelled or replaced, or whose timer is gone, never comes") {
  boost::asio::io_context io;
  std::string called;
  Timer cancelled(io);
  cancelled.after(0s, [&] { called += "cancelled "; });
  cancelled.cancel();
  Timer replaced(io);
  replaced.after(0s, [&] { called += "first "; });
  replaced.after(0s, [&] { called += "second "; });
  std::optional<Timer> gone(std::in_place, io);
  gone->after(0s, [&] { called += "gone "; });
  gone.reset();
  io.run();
  CHECK(called == "second ");
}

TEST_CASE("a call that is already queued is cancelled, too") {
  boost::asio::io_context io;
  Timer first(io);
  Timer second(io);
  // Both are due in one turn: whichever comes first cancels the other.
  int calls = 0;
  first.after(0s, [&] { ++calls, second.cancel(); });
  second.after(0s, [&] { ++calls, first.cancel(); });
  io.run();
  CHECK(calls == 1);
}

TEST_CASE("a call may set its timer again or end it") {
  boost::asio::io_context io;
  std::optional<Timer> timer(std::in_place, io);
  int calls = 0;
  timer->after(0s, [&] {
    ++calls;
    timer->after(0s, [&] {
      ++calls;
      timer.reset();
    });
  });
  io.run();
  CHECK(calls == 2);
}

TEST_CASE("a posted call comes later") {
  boost::asio::io_context io;
  bool called = false;
  lambda_host::post_call(io, [&] { called = true; });
  CHECK_FALSE(called);
  io.run();
  CHECK(called);
}

}  // namespace timer_test
