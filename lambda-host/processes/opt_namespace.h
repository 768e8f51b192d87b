#pragma once

#include "lambda-host/functions/function.h"

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <future>
#include <string>
#include <utility>

// A mount namespace of a process's own, in which a directory is seen at /opt: nobody else sees any
// of it, and no privilege is needed where the kernel gives ordinary users namespaces.
namespace lambda_host {

class WorkerPool;

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

// Whether processes can have namespaces, found out by trying once, in a child that does nothing
// else; the log says which it is. Engine thread.
class OptNamespace {
 public:
  // It is tried on the thread of `starter`, which has one and outlives it.
  explicit OptNamespace(WorkerPool& starter, std::string place = "/opt")
      : starter_(starter), place_(std::move(place)) {}

  // Calls, at once or later, when the others below needn't wait for a trial.
  void when_known(const Deployment& deployment, std::function<void()> call);

  // For a process that is to have the directory at /opt; none where it can't be.
  OptMount mount_of(const std::filesystem::path& directory);
  // The same with a function's layers; none where it has no layers.
  OptMount mount_for(const Deployment& deployment);
  // For one whose directory isn't known yet; none before another one had some.
  OptMount without_mount() const;

 private:
  void begin_trial(const std::filesystem::path& directory);
  OptMount mount_with(int namespaces) const;

  WorkerPool& starter_;
  std::string place_;
  std::shared_future<int> namespaces_;  // valid once it is tried
};

}  // namespace lambda_host
