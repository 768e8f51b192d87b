#pragma once

#include "lambda-host/processes/bootstrap_files.h"
#include "lambda-host/processes/child_process.h"
#include "storage/files/data_directory.h"

#include <doctest/doctest.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <string>
#include <thread>

// Real children, as small as can be: what becomes of processes can't be seen without any.

struct Keeper {
  storage::files::DataDirectory directory = storage::files::DataDirectory::temporary();
  lambda_host::BootstrapFiles files{directory.own()};

  std::string path() const { return files.directory() / lambda_host::kKeeperName; }

  lambda_host::Child shell(const std::string& script,
                           std::optional<std::uint64_t> open_files = std::nullopt) const {
    return lambda_host::spawn({
        path(), {"/bin/sh", "-c", script},
         {"A=b",         "PATH=/usr/bin:/bin"        },
         "/", open_files
    });
  }
};

inline void wait_readable(int descriptor) {
  struct pollfd poll_for {
    descriptor, POLLIN, 0
  };
  int ready = 0;
  while ((ready = ::poll(&poll_for, 1, 30000)) < 0 && errno == EINTR) {
  }
  REQUIRE(ready == 1);
}

// Everything until all writers are gone.
inline std::string read_all(int descriptor) {
  std::string text;
  char bytes[4096];
  while (true) {
    wait_readable(descriptor);
    const ssize_t n = ::read(descriptor, bytes, sizeof(bytes));
    if (n <= 0) return text;
    text.append(bytes, static_cast<std::size_t>(n));
  }
}

// A line that is a process id.
inline pid_t read_pid(const lambda_host::Child& child) {
  std::string text;
  while (!text.ends_with('\n')) {
    wait_readable(child.output.get());
    char byte = 0;
    REQUIRE(::read(child.output.get(), &byte, 1) == 1);
    text.push_back(byte);
  }
  return std::atoi(text.c_str());
}

inline lambda_host::ExitStatus end(const lambda_host::Child& child) {
  lambda_host::end_by_keeper(child.keeper, child.socket.get());
  return lambda_host::reap(child.keeper, child.socket.get());
}

// Zombies are there, too.
inline bool exists(pid_t pid) {
  return ::kill(pid, 0) == 0 || errno != ESRCH;
}

template <class Condition>
bool eventually(Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::yield();
  }
  return true;
}

// Says its process id, then has nothing to do with whoever started it.
inline constexpr const char* kDaemon =
    "(setsid env -i /bin/sh -c 'echo $$; exec /bin/sleep 1000 >/dev/null 2>&1 3>&-' &); ";
