#include "lambda-host/processes/handler_process.h"

#include "lambda-host/timer.h"
#include "lambda-host/worker_pool.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <exception>
#include <future>
#include <optional>
#include <utility>

namespace lambda_host {
namespace {

using boost::asio::posix::stream_descriptor;

constexpr std::size_t kReadBytes = 65536;  // what a pipe holds
// A handler that prints without end may have this share of the engine thread: a pipe's worth at a
// time, at most so many bytes in each window. Then it waits in its write, as on a full pipe.
constexpr std::size_t kBytesPerWindow = std::size_t{1} << 20;
constexpr core::Duration kWindow = std::chrono::milliseconds(100);
constexpr core::Duration kAskAgain = std::chrono::milliseconds(10);  // whether there is room
constexpr int kMaxDrainReads = 4;

}  // namespace

// Kept alive by its pending waits, and by its birth.
struct HandlerProcess::Impl : std::enable_shared_from_this<Impl> {
  Impl(boost::asio::io_context& io, SpawnRequest to_start, Events calls)
      : request(std::move(to_start)),
        keeper_pidfd(io),
        output(io),
        pause(io),
        patience(io),
        events(std::move(calls)) {}

  // On the starter's thread.
  void start() {
    try {
      start_result.set_value(unwanted ? std::nullopt : std::optional(spawn(request)));
    } catch (...) {
      start_result.set_exception(std::current_exception());
    }
  }

  void started() {
    if (!starting.valid()) return;  // the object is gone
    std::optional<Child> child;
    try {
      child = starting.get();
    } catch (const std::exception& error) {
      return events.on_failed(error.what());
    }
    if (!child) return events.on_exit({0, SIGKILL});
    take(*std::move(child));
    events.on_started();
    start_window();
    wait_for_exit();
    wait_for_output();
    if (unwanted) tell_to_end();
  }

  void take(Child child) {
    pid = child.pid;
    keeper = child.keeper;
    keeper_pidfd.assign(child.keeper_pidfd.release());
    socket = std::move(child.socket);
    output.assign(child.output.release());
  }

  // Waits until it has started, or never will.
  void abandon_start() {
    unwanted = true;
    try {
      if (auto child = starting.get()) take(*std::move(child));
    } catch (const std::exception&) {  // then there is none
    }
  }

  void wait_for_exit() {
    keeper_pidfd.async_wait(stream_descriptor::wait_read, [self = shared_from_this()](auto error) {
      if (!error && self->keeper > 0) self->exited();
    });
  }

  void wait_for_output() {
    output.async_wait(stream_descriptor::wait_read, [self = shared_from_this()](auto error) {
      if (!error && self->output.is_open()) self->output_ready();
    });
  }

  void output_ready() {
    if (!events.may_read()) {
      return pause.after(kAskAgain, [this] {
        if (output.is_open()) output_ready();
      });
    }
    const ssize_t n = read_some();
    if (n <= 0 && !(n < 0 && errno == EAGAIN)) return close_output();  // all writers are gone
    if (bytes_in_window < kBytesPerWindow) return wait_for_output();
    const auto elapsed =
        std::chrono::duration_cast<core::Duration>(std::chrono::steady_clock::now() - window_began);
    if (elapsed >= kWindow) {
      start_window();
      return wait_for_output();
    }
    pause.after(kWindow - elapsed, [this] {
      start_window();
      if (output.is_open()) wait_for_output();
    });
  }

  void close_output() {
    boost::system::error_code ignored;
    output.close(ignored);
  }

  void start_window() {
    window_began = std::chrono::steady_clock::now();
    bytes_in_window = 0;
  }

  // As ::read: 0 at the end, negative with errno when there is nothing.
  ssize_t read_some() {
    char bytes[kReadBytes];
    const ssize_t n = ::read(output.native_handle(), bytes, sizeof(bytes));
    if (n <= 0) return n;
    bytes_in_window += static_cast<std::size_t>(n);
    if (events.on_output) events.on_output({bytes, static_cast<std::size_t>(n)});
    return n;
  }

  // Bounded: a child of the handler may write faster than we read.
  void drain() {
    for (int i = 0; i < kMaxDrainReads && output.is_open() && events.may_read(); ++i) {
      if (read_some() < static_cast<ssize_t>(kReadBytes)) return;
    }
  }

  // No more than the pipe holds, since nobody writes to it any more that matters.
  void read_the_rest() {
    if (output.is_open()) read_some();
  }

  // Waits for the keeper, which has ended or was told to.
  ExitStatus end() {
    const ExitStatus status = reap(std::exchange(keeper, -1), socket.get());
    pid = -1;
    read_the_rest();
    close_output();
    pause.cancel();
    patience.cancel();
    boost::system::error_code ignored;
    keeper_pidfd.close(ignored);
    return status;
  }

  // Each time: the keeper may have been stopped since. Its time runs from the first.
  void tell_to_end() {
    end_by_keeper(keeper, socket.get());
    if (std::exchange(is_ending, true)) return;
    patience.after(kKeeperPatience, [this] {
      if (keeper > 0) ::kill(keeper, SIGKILL);
    });
  }

  void exited() {
    const ExitStatus status = end();
    if (events.on_exit) events.on_exit(status);
  }

  SpawnRequest request;
  std::atomic<bool> unwanted = false;
  std::promise<std::optional<Child>> start_result;  // nullopt: it was unwanted
  // Valid until it is known what became of the start.
  std::future<std::optional<Child>> starting = start_result.get_future();
  pid_t pid = -1;
  pid_t keeper = -1;
  stream_descriptor keeper_pidfd;
  Descriptor socket;
  stream_descriptor output;
  Timer pause;
  Timer patience;  // with the keeper
  std::chrono::steady_clock::time_point window_began{};
  std::size_t bytes_in_window = 0;
  bool is_ending = false;
  Events events;
};

HandlerProcess::HandlerProcess(boost::asio::io_context& io, WorkerPool& starter,
                               SpawnRequest request, Events events)
    : impl_(std::make_shared<Impl>(io, std::move(request), std::move(events))) {
  starter.run([impl = impl_] { impl->start(); }, [impl = impl_] { impl->started(); });
}

HandlerProcess::~HandlerProcess() {
  impl_->events.on_output = nullptr;
  impl_->events.on_exit = nullptr;
  if (impl_->starting.valid()) impl_->abandon_start();
  kill();
  if (impl_->keeper > 0) impl_->end();
}

void HandlerProcess::kill() {
  if (impl_->starting.valid()) impl_->unwanted = true;
  if (impl_->keeper > 0) impl_->tell_to_end();
}

void HandlerProcess::drain() {
  impl_->drain();
}

pid_t HandlerProcess::pid() const {
  return impl_->pid;
}

pid_t HandlerProcess::keeper() const {
  return impl_->keeper;
}

}  // namespace lambda_host
