#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <array>
#include <functional>

namespace server {

// Notices the end of an input that somebody else holds open, and so the end of that somebody: the
// kernel closes a pipe for whoever dies of `kill -9`, too. (A signal at the parent's death,
// PR_SET_PDEATHSIG, is about the parent's thread, and test runners start servers from threads that
// end before they do.) What is written into the input is thrown away.
class InputWatch {
 public:
  // Calls `ended` once, on the loop's thread, unless the watch goes first. The descriptor stays the
  // caller's. Throws std::runtime_error with a text for the user when nobody can hold its other
  // end, as with a file or /dev/null.
  InputWatch(boost::asio::io_context& context, int descriptor, std::function<void()> ended);

 private:
  void read();

  std::array<char, 512> thrown_away_{};
  boost::asio::posix::stream_descriptor input_;
  std::function<void()> ended_;
};

}  // namespace server
