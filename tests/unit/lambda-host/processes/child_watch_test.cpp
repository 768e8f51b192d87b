#include "lambda-host/processes/child_watch.h"

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <csignal>
#include <optional>

namespace child_watch_test {

using lambda_host::ChildWatch;

// The signal is sent by hand: it is all that the watch sees of a child.

TEST_CASE("each SIGCHLD is told, in a turn of the loop") {
  boost::asio::io_context io;
  int calls = 0;
  const ChildWatch watch(io, [&] { ++calls; });
  for (int expected = 1; expected <= 3; ++expected) {
    ::raise(SIGCHLD);
    CHECK(calls == expected - 1);
    while (calls < expected) io.run_one();
    CHECK(calls == expected);
  }
}

TEST_CASE("nothing is told once the watch is gone, and the loop ends") {
  boost::asio::io_context io;
  int calls = 0;
  std::optional<ChildWatch> watch(std::in_place, io, [&] { ++calls; });
  SUBCASE("before any signal") {}
  SUBCASE("with a signal on its way") {
    ::raise(SIGCHLD);
  }
  watch.reset();
  io.run();
  CHECK(calls == 0);
}

}  // namespace child_watch_test
