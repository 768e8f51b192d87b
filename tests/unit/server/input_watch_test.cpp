#include "server/input_watch.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <string>

namespace input_watch_test {

using server::InputWatch;

namespace {

struct Pipe {
  Pipe() { REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0); }
  ~Pipe() {
    ::close(ends[0]);
    close_writer();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  void close_writer() {
    if (ends[1] >= 0) ::close(ends[1]);
    ends[1] = -1;
  }
  void write(const std::string& text) const {
    REQUIRE(::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  }

  std::array<int, 2> ends{};
};

std::string refusal(int descriptor) {
  boost::asio::io_context context;
  try {
    const InputWatch watch(context, descriptor, [] {});
    return "";
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("an input that ends is noticed once, and what it says before is not") {
  Pipe pipe;
  boost::asio::io_context context;
  int ended = 0;
  const InputWatch watch(context, pipe.ends[0], [&] { ++ended; });
  context.poll();
  CHECK(ended == 0);
  pipe.write(std::string(2000, 'x'));
  context.poll();
  CHECK(ended == 0);
  pipe.close_writer();
  context.run();  // returns, as nothing is waited for any more
  CHECK(ended == 1);
}

TEST_CASE("an input may have ended before it is watched") {
  Pipe pipe;
  pipe.close_writer();
  boost::asio::io_context context;
  int ended = 0;
  const InputWatch watch(context, pipe.ends[0], [&] { ++ended; });
  context.run();
  CHECK(ended == 1);
}

TEST_CASE("a watch that is gone tells nobody, and leaves the input open") {
  Pipe pipe;
  boost::asio::io_context context;
  int ended = 0;
  auto watch = std::make_unique<InputWatch>(context, pipe.ends[0], [&] { ++ended; });
  context.poll();
  watch.reset();
  pipe.close_writer();
  context.run();
  CHECK(ended == 0);
  CHECK(::fcntl(pipe.ends[0], F_GETFD) != -1);
}

TEST_CASE("an input that can't be waited for is refused") {
  const char* const text =
      "--exit-on-stdin-close wants a pipe, a socket or a terminal as standard input";
  const int null = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  CHECK(refusal(null) == text);
  ::close(null);
  CHECK(refusal(null) == text);
}

}  // namespace input_watch_test
