#include "server/open_files.h"

#include <sys/resource.h>

#include <algorithm>

namespace server {
namespace {

// 50 handler processes with six descriptors each, and the database's.
constexpr std::uint64_t kReserved = 512;

}  // namespace

OpenFiles raise_open_files() {
  struct rlimit limit {};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return {};
  const rlim_t before = limit.rlim_cur;
  limit.rlim_cur = limit.rlim_max;
  const bool raised = ::setrlimit(RLIMIT_NOFILE, &limit) == 0;
  return {raised ? limit.rlim_cur : before, before};
}

std::size_t connections_within(std::uint64_t open_files) {
  return open_files - std::min(kReserved, open_files / 4);
}

}  // namespace server
