#pragma once

#include <sys/types.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

// What handlers started and their keepers couldn't end, because they were killed themselves: by a
// handler that kills its parent, or together with the whole program.
namespace lambda_host {

// Makes this process the subreaper of its descendants: when a keeper is killed, those that it kept
// become our children.
class OrphanReaper {
 public:
  // `runtime_directory` tells handlers of ours from others by their LAMBDA_RUNTIME_DIR. It is asked
  // only where this process may have children of another origin: those it was born with, as the
  // successor of a shell, and all that end up with process 1.
  explicit OrphanReaper(const std::filesystem::path& runtime_directory);

  // Frees the process ids of those children that have ended, and kills those of handlers, except of
  // the expected ones, whom somebody else waits for. Those whose parents are killed so come with
  // the next SIGCHLD. Nobody else in this process may wait for children of its own.
  // Answers whether there was one of either kind: there may be others then.
  bool clear(const std::vector<pid_t>& children, const std::set<pid_t>& expected) const;
  // The same of all until none is left, for a second at most: for the program's end.
  void clear_all() const;

 private:
  std::string mark_;
  bool all_are_handlers_;
};

// The children that this process has, of whichever thread. On any thread.
std::vector<pid_t> own_children();

// SIGKILL for every process that has this directory as its LAMBDA_RUNTIME_DIR: what an earlier
// program left that used it and was killed, keepers and all. Looks through all processes, so it is
// for the start, before anybody is served, and of use only if the directory is there.
void kill_left_behind(const std::filesystem::path& runtime_directory);

}  // namespace lambda_host
