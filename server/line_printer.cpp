#include "server/line_printer.h"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <string>

namespace server {
namespace {

// What a pipe takes in one piece, and without a wait when poll says that it takes anything.
constexpr std::size_t kPieceBytes = 4096;
constexpr std::chrono::milliseconds kLook{50};

// A reader that has gone is no reason for the program to end.
void block_sigpipe() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace

LinePrinter::LinePrinter(int descriptor, std::chrono::milliseconds patience)
    : descriptor_(descriptor),
      patience_(patience),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

LinePrinter::~LinePrinter() = default;

void LinePrinter::print(std::string_view lines) {
  {
    const std::lock_guard lock(mutex_);
    buffer_.add(lines);
  }
  news_.notify_one();
}

void LinePrinter::run(const std::stop_token& stop) {
  block_sigpipe();
  for (bool goes_on = true; goes_on;) {
    std::string piece;
    {
      std::unique_lock lock(mutex_);
      news_.wait(lock, stop, [this] { return !buffer_.empty(); });
      if (buffer_.empty()) return;  // the end
      piece = buffer_.take(kPieceBytes);
    }
    goes_on = write_all(piece, stop);
  }
}

// False when the rest isn't wanted any more.
bool LinePrinter::write_all(std::string_view text, const std::stop_token& stop) {
  while (!text.empty()) {
    if (!may_write(stop)) return false;
    const ssize_t written = ::write(descriptor_, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EAGAIN && errno != EINTR) {
      return !stop.stop_requested();  // this piece is lost; the next one may find a reader
    }
  }
  return true;
}

// Waits for a reader: for as long as it takes, but at the end only for a while in all.
bool LinePrinter::may_write(const std::stop_token& stop) {
  for (;;) {
    pollfd look{descriptor_, POLLOUT, 0};
    if (::poll(&look, 1, static_cast<int>(kLook.count())) != 0) return true;
    if (!stop.stop_requested()) continue;
    if (patience_ <= std::chrono::milliseconds(0)) return false;
    patience_ -= kLook;
  }
}

}  // namespace server
