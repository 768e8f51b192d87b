#include "server/input_watch.h"

#include <boost/asio/buffer.hpp>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <stdexcept>
#include <utility>

namespace server {
namespace {

// Of a file or /dev/null the end is there at once, and tells nothing of whoever started us.
bool has_two_ends(int descriptor) {
  struct stat about {};
  if (::fstat(descriptor, &about) != 0) return false;
  return S_ISFIFO(about.st_mode) || S_ISSOCK(about.st_mode) || ::isatty(descriptor) != 0;
}

}  // namespace

InputWatch::InputWatch(boost::asio::io_context& context, int descriptor,
                       std::function<void()> ended)
    : input_(context), ended_(std::move(ended)) {
  if (!has_two_ends(descriptor)) {
    throw std::runtime_error(
        "--exit-on-stdin-close wants a pipe, a socket or a terminal as standard input");
  }
  input_.assign(::fcntl(descriptor, F_DUPFD_CLOEXEC, 0));
  read();
}

void InputWatch::read() {
  input_.async_read_some(boost::asio::buffer(thrown_away_),
                         [this](const boost::system::error_code& error, std::size_t) {
                           if (error == boost::asio::error::operation_aborted) return;
                           if (error) return ended_();
                           read();
                         });
}

}  // namespace server
