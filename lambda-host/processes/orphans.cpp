#include "lambda-host/processes/orphans.h"

#include "lambda-host/processes/descriptor.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

namespace lambda_host {
namespace {

namespace fs = std::filesystem;

// Enough for children that were born while the list was read.
constexpr int kMaxRounds = 3;
constexpr int kMaxLooks = 200;
constexpr std::chrono::milliseconds kBetweenLooks{5};

// As environ has it: behind a NUL, and before one.
std::string mark_of(const fs::path& runtime_directory) {
  std::string mark(1, '\0');
  mark.append("LAMBDA_RUNTIME_DIR=").append(runtime_directory.string()).push_back('\0');
  return mark;
}

bool is_marked(pid_t pid, std::string_view mark) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/environ", std::ios::binary);
  std::string environment(1, '\0');
  environment.append(std::istreambuf_iterator<char>(file), {});
  return environment.find(mark) != std::string::npos;
}

std::optional<pid_t> process_id(const fs::path& path) {
  const std::string name = path.filename().string();
  pid_t pid = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
  if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return pid;
}

// The descriptor stands for the process that was looked at, even if its id is another's by now.
bool kill_if_marked(pid_t pid, std::string_view mark) {
  if (pid == ::getpid() || !is_marked(pid, mark)) return false;
  const Descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (process.get() < 0 || !is_marked(pid, mark)) return false;
  return ::syscall(SYS_pidfd_send_signal, process.get(), SIGKILL, nullptr, 0) == 0;
}

bool kill_marked(std::string_view mark) {
  bool found = false;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator("/proc", ignored)) {
    const auto pid = process_id(entry.path());
    if (pid && kill_if_marked(*pid, mark)) found = true;
  }
  return found;
}

}  // namespace

std::vector<pid_t> own_children() {
  std::vector<pid_t> children;
  std::error_code ignored;
  for (const fs::directory_entry& thread : fs::directory_iterator("/proc/self/task", ignored)) {
    std::ifstream file(thread.path() / "children");
    for (pid_t pid = 0; file >> pid;) children.push_back(pid);
  }
  return children;
}

OrphanReaper::OrphanReaper(const fs::path& runtime_directory)
    : mark_(mark_of(runtime_directory)),
      all_are_handlers_(::getpid() != 1 && own_children().empty()) {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
}

bool OrphanReaper::clear(const std::vector<pid_t>& children,
                         const std::set<pid_t>& expected) const {
  bool found = false;
  for (const pid_t pid : children) {
    if (expected.count(pid) != 0) continue;
    if (const pid_t ended = ::waitpid(pid, nullptr, WNOHANG); ended != 0) {
      found = found || ended == pid;  // its children are ours by now, and not among these
      continue;
    }
    if (!all_are_handlers_ && !is_marked(pid, mark_)) continue;
    ::kill(pid, SIGKILL);
    found = true;
  }
  return found;
}

void OrphanReaper::clear_all() const {
  for (int look = 0; look < kMaxLooks && clear(own_children(), {}); ++look) {
    std::this_thread::sleep_for(kBetweenLooks);
  }
}

void kill_left_behind(const fs::path& runtime_directory) {
  const std::string mark = mark_of(runtime_directory);
  for (int round = 0; round < kMaxRounds && kill_marked(mark); ++round) {
  }
}

}  // namespace lambda_host
