#pragma once

#include <cstddef>
#include <cstdint>

// How many files the process may have open, sockets included. Shells give a thousand or so, for the
// sake of programs that use select(); the hard limit is what the administrator means.
namespace server {

struct OpenFiles {
  std::uint64_t limit = 0;   // from now on
  std::uint64_t before = 0;  // what we were started with, and what handlers get
};

// Raises the soft limit to the hard one. Where that can't be, all stays as it is.
OpenFiles raise_open_files();

// How many connections of clients there may be under that limit. The rest is for the database,
// handler processes and their ports: they must not run out because clients hold on.
std::size_t connections_within(std::uint64_t open_files);

}  // namespace server
