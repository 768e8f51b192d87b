#pragma once

#include "lambda-host/functions/function.h"

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>

// A mount namespace of a process's own, in which a directory is seen at /opt: nobody else sees any
// of it, and no privilege is needed where the kernel gives ordinary users namespaces.
namespace lambda_host {

// What a process is born with. All texts are made before that.
struct OptMount {
  explicit operator bool() const { return namespaces != 0; }

  int namespaces = 0;     // flags of clone(); 0: it has none
  std::string directory;  // absolute; empty: nothing is mounted yet
  std::string place;      // "/opt"
  std::string layers;     // the mount's options
  std::string user_map;   // of a user namespace: everybody is who they were
  std::string group_map;
};

// Both run in a new process in its parent's memory: system calls only. They answer errno.

// In one that was born with the namespaces.
int settle_in(const OptMount& mount);
// Shows the directory over what the machine has at /opt; nobody can write to either. The working
// directory is another one then.
int show_at_opt(const OptMount& mount);

// Shows the directory to a process that runs, was born with the namespaces and has nothing mounted.
// Answers errno, also when the process is gone.
int show_at_opt_of(pid_t process, const OptMount& mount);

// Whether processes can have namespaces, found out by trying. Engine thread.
class OptNamespace {
 public:
  explicit OptNamespace(std::string place = "/opt") : place_(std::move(place)) {}

  // For a process that is to have the directory at /opt; none where it can't be. The first time it
  // is tried, in a child that does nothing else, and the log says which it is.
  OptMount mount_of(const std::filesystem::path& directory);
  // The same with a function's layers; none where it has no layers.
  OptMount mount_for(const Deployment& deployment);
  // For one whose directory isn't known yet; none before another one had some.
  OptMount without_mount() const;

 private:
  int find_namespaces(OptMount mount) const;

  std::string place_;
  std::optional<int> namespaces_;  // once it is known
};

}  // namespace lambda_host
