#include "lambda-host/processes/orphans.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <system_error>

namespace lambda_host {
namespace {

namespace fs = std::filesystem;

// Enough for children that were born while the list was read.
constexpr int kMaxRounds = 3;

std::optional<pid_t> process_id(const fs::path& path) {
  const std::string name = path.filename().string();
  pid_t pid = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
  if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return pid;
}

bool has_variable(const fs::path& process, std::string_view variable) {
  std::ifstream file(process / "environ", std::ios::binary);
  std::string environment{std::istreambuf_iterator<char>(file), {}};
  environment.insert(environment.begin(), '\0');
  std::string entry(1, '\0');
  entry.append(variable).push_back('\0');
  return environment.find(entry) != std::string::npos;
}

bool kill_marked_once(std::string_view variable) {
  bool found = false;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator("/proc", error)) {
    const auto pid = process_id(entry.path());
    if (!pid || *pid == ::getpid() || !has_variable(entry.path(), variable)) continue;
    found = true;
    ::kill(*pid, SIGKILL);
  }
  return found;
}

}  // namespace

void become_subreaper() {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
}

void kill_marked(std::string_view variable) {
  for (int round = 0; round < kMaxRounds && kill_marked_once(variable); ++round) {
  }
}

void reap_children_except(const std::set<pid_t>& awaited) {
  std::error_code error;
  for (const fs::directory_entry& thread : fs::directory_iterator("/proc/self/task", error)) {
    std::ifstream file(thread.path() / "children");
    for (pid_t pid = 0; file >> pid;) {
      if (awaited.count(pid) == 0) ::waitpid(pid, nullptr, WNOHANG);
    }
  }
}

}  // namespace lambda_host
