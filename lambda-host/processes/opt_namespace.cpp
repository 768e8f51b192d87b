#include "lambda-host/processes/opt_namespace.h"

#include "lambda-host/processes/brief_child.h"
#include "lambda-host/processes/descriptor.h"
#include "lambda-host/worker_pool.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <memory>
#include <sched.h>
#include <string_view>

namespace lambda_host {
namespace {

// 0 or errno.
int write_file(const char* path, std::string_view text) {
  const int file = ::open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return errno;
  const int error = ::write(file, text.data(), text.size()) < 0 ? errno : 0;
  ::close(file);
  return error;
}

// user_namespaces(7): whoever has no privilege outside may map themselves alone, and their group
// only once they have given up to change their groups.
int keep_identity(const OptMount& mount) {
  if (const int error = write_file("/proc/self/setgroups", "deny")) return error;
  if (const int error = write_file("/proc/self/uid_map", mount.user_map)) return error;
  return write_file("/proc/self/gid_map", mount.group_map);
}

ino_t mount_namespace() {
  struct stat found {};
  return ::stat("/proc/self/ns/mnt", &found) == 0 ? found.st_ino : 0;
}

// Runs in a new process: into the namespaces of that one, which mustn't be ours.
int join(int process, int namespaces) {
  const ino_t ours = mount_namespace();
  if (::setns(process, namespaces) != 0) return errno;
  return mount_namespace() == ours ? ESRCH : 0;
}

struct Errand {
  const OptMount& mount;
  int process;  // a pidfd, whose namespaces it goes into; -1: those that it is born with
  int error = 0;
};

int run_errand(void* context) {
  auto& self = *static_cast<Errand*>(context);
  self.error = self.process < 0 ? settle_in(self.mount) : join(self.process, self.mount.namespaces);
  if (self.error == 0) self.error = show_at_opt(self.mount);
  ::_exit(0);
}

// 0 or errno.
int send_on(const OptMount& mount, int process) {
  BriefMemory<Errand, 1> errand(mount, process);
  const int born_with = process < 0 ? mount.namespaces : 0;
  pid_t pid = 0;
  {
    const SignalsBlocked blocked;
    pid = make_brief_child(run_errand, errand.stack_end(0), born_with, &*errand);
    if (pid < 0) errand->error = errno;
  }
  while (pid > 0 && ::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
  return errand->error;
}

// namespaces(7): the limits of the system, which is how some forbid namespaces altogether.
const char* reason(int error) {
  return error == ENOSPC ? "this system allows no more of them" : std::strerror(error);
}

// Root needs no user namespace, in which the files of others would be nobody's.
int find_namespaces(OptMount mount) {
  int error = 0;
  for (const int namespaces : {CLONE_NEWNS, CLONE_NEWNS | CLONE_NEWUSER}) {
    mount.namespaces = namespaces;
    error = send_on(mount, -1);
    if (error == 0) {
      spdlog::info(
          "layers are at {}: processes of functions that have some get a mount namespace of their "
          "own",
          mount.place);
      return namespaces;
    }
  }
  spdlog::info(
      "layers aren't at {}, since a mount namespace can't be had: {}. They are in a directory of "
      "the function's, which PATH, LD_LIBRARY_PATH, NODE_PATH and PYTHONPATH name",
      mount.place, reason(error));
  return 0;
}

std::filesystem::path opt_directory(const Deployment& deployment) {
  return std::filesystem::absolute(deployment.code->opt_root());
}

}  // namespace

int settle_in(const OptMount& mount) {
  if (mount.namespaces & CLONE_NEWUSER) {
    if (const int error = keep_identity(mount)) return error;
  }
  // What is mounted here stays here.
  return ::mount(nullptr, "/", nullptr, MS_REC | MS_SLAVE, nullptr) == 0 ? 0 : errno;
}

int show_at_opt(const OptMount& mount) {
  if (::chdir(mount.directory.c_str()) != 0) return errno;
  const auto flags = MS_NODEV | MS_RDONLY;
  const int failed = ::mount("layers", mount.place.c_str(), "overlay", flags, mount.layers.c_str());
  return failed ? errno : 0;
}

int show_at_opt_of(pid_t process, const OptMount& mount) {
  const Descriptor pidfd(static_cast<int>(::syscall(SYS_pidfd_open, process, 0)));
  if (pidfd.get() < 0) return errno;
  return send_on(mount, pidfd.get());
}

void OptNamespace::when_known(const Deployment& deployment, std::function<void()> call) {
  if (deployment.configuration.layers.empty()) return call();
  begin_trial(opt_directory(deployment));
  if (namespaces_.wait_for(std::chrono::seconds(0)) == std::future_status::ready) return call();
  starter_.run([] {}, std::move(call));  // behind the trial
}

OptMount OptNamespace::mount_with(int namespaces) const {
  OptMount mount;
  mount.namespaces = namespaces;
  mount.place = place_;
  mount.layers = "lowerdir=.:" + place_;  // "." needs no escapes, whatever the path is
  mount.user_map = fmt::format("{0} {0} 1", ::geteuid());
  mount.group_map = fmt::format("{0} {0} 1", ::getegid());
  return mount;
}

OptMount OptNamespace::without_mount() const {
  return mount_with(namespaces_.valid() ? namespaces_.get() : 0);
}

OptMount OptNamespace::mount_of(const std::filesystem::path& directory) {
  begin_trial(directory);
  OptMount mount = without_mount();
  mount.directory = directory.string();
  return mount;
}

OptMount OptNamespace::mount_for(const Deployment& deployment) {
  if (deployment.configuration.layers.empty()) return {};
  return mount_of(opt_directory(deployment));
}

void OptNamespace::begin_trial(const std::filesystem::path& directory) {
  if (namespaces_.valid()) return;
  const auto result = std::make_shared<std::promise<int>>();
  namespaces_ = result->get_future();
  OptMount mount = mount_with(0);
  mount.directory = directory.string();
  starter_.run([result, mount] { result->set_value(find_namespaces(mount)); }, [] {});
}

}  // namespace lambda_host
