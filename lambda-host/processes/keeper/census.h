#pragma once

#include <sys/types.h>

#include <cstddef>

// Who descends from a process. Plain system calls: what includes this has no C++ library.
namespace lambda_host {

// A list of process ids of a fixed size: what doesn't fit is left out.
struct ProcessList {
  static constexpr std::size_t kCapacity = 65536;

  void add(pid_t pid) {
    if (size < kCapacity) pids[size++] = pid;
  }

  std::size_t size = 0;
  pid_t pids[kCapacity];
};

// Where the kernel tells of processes; another directory in tests.
constexpr const char* kProc = "/proc";

// Fills the list with all descendants of a process that are there now, zombies too; parents before
// their children. If the process is a subreaper, those whose parents are gone are its children:
// whatever session, group or environment they have, they are in the list.
void list_descendants(ProcessList& list, pid_t ancestor, const char* proc = kProc);

// The id that a process or thread was given last: how far two of them are apart is how many were
// born between. (Ids begin again after some ten thousands, which looks like a great many.) 0 when
// it can't be told.
unsigned newest_process(const char* proc = kProc);

}  // namespace lambda_host
