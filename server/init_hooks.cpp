#include "server/init_hooks.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

namespace server {
namespace {

namespace fs = std::filesystem;
using control::InitState;

bool may_be_executed(const fs::path& path) {
  return ::access(path.c_str(), X_OK) == 0;
}

bool is_script(const fs::path& path) {
  return path.extension() == ".sh" || path.extension() == ".py" || may_be_executed(path);
}

void log_line(const std::string& name, std::string_view line) {
  spdlog::info("init {}: {}", name, line);
}

}  // namespace

std::vector<fs::path> init_scripts(const std::vector<std::string>& folders) {
  std::vector<fs::path> scripts;
  for (const std::string& folder : folders) {
    std::vector<fs::path> found;
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
      spdlog::warn("--init-dir: {} is no folder: it has no scripts to run", folder);
      continue;
    }
    for (const auto& entry : fs::directory_iterator(folder, error)) {
      if (entry.is_regular_file(error) && is_script(entry.path())) {
        found.push_back(fs::absolute(entry.path()));
      }
    }
    std::sort(found.begin(), found.end());
    scripts.insert(scripts.end(), found.begin(), found.end());
  }
  return scripts;
}

std::vector<std::string> command_of(const fs::path& script) {
  if (may_be_executed(script)) return {script.string()};
  return {script.extension() == ".py" ? "python3" : "sh", script.string()};
}

void LineSplitter::add(std::string_view text, const OnLine& on_line) {
  constexpr std::size_t kMaxLineBytes = 8192;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view rest = text.substr(0, end);
    begun_ += rest.substr(0, kMaxLineBytes - std::min(kMaxLineBytes, begun_.size()));
    if (end == std::string_view::npos) return;
    on_line(begun_);
    begun_.clear();
    text.remove_prefix(end + 1);
  }
}

void LineSplitter::finish(const OnLine& on_line) {
  if (!begun_.empty()) on_line(begun_);
  begun_.clear();
}

InitHooks::InitHooks(boost::asio::io_context& io, lambda_host::WorkerPool& starter, Plan plan,
                     control::Health& health)
    : io_(io), starter_(starter), plan_(std::move(plan)), health_(health) {
  if (!plan_.scripts.empty()) health_.init = InitState::running;
}

void InitHooks::start() {
  if (!plan_.scripts.empty()) boost::asio::post(io_, [this] { run_next(); });
}

std::set<pid_t> InitHooks::keepers() const {
  return running_ ? std::set<pid_t>{running_->keeper()} : std::set<pid_t>{};
}

void InitHooks::run_next() {
  running_.reset();
  if (next_ == plan_.scripts.size()) {
    health_.init = has_failed_ ? InitState::failed : InitState::done;
    return;
  }
  const fs::path& script = plan_.scripts[next_++];
  const std::string name = script.filename().string();
  lambda_host::SpawnRequest request;
  request.keeper = plan_.keeper;
  request.arguments = command_of(script);
  request.environment = plan_.environment;
  request.directory = script.parent_path();
  lambda_host::HandlerProcess::Events events;
  events.on_output = [this, name](std::string_view text) {
    lines_.add(text, [&](std::string_view line) { log_line(name, line); });
  };
  events.on_exit = [this, name](const lambda_host::ExitStatus& status) { ended(name, status); };
  events.on_failed = [this, name](std::string_view why) {
    failed(name, why);
    start();
  };
  running_ = std::make_unique<lambda_host::HandlerProcess>(io_, starter_, std::move(request),
                                                           std::move(events));
}

void InitHooks::ended(const std::string& name, const lambda_host::ExitStatus& status) {
  lines_.finish([&](std::string_view line) { log_line(name, line); });
  if (status.signal != 0) {
    failed(name, fmt::format("killed by signal {}", status.signal));
  } else if (status.code != 0) {
    failed(name, fmt::format("exit status {}", status.code));
  }
  start();
}

void InitHooks::failed(const std::string& name, std::string_view why) {
  has_failed_ = true;
  spdlog::warn("init {} failed: {}", name, why);
}

std::vector<std::string> environment_with(
    const std::vector<std::pair<std::string, std::string>>& variables) {
  std::vector<std::string> environment;
  environment.reserve(variables.size());
  for (const auto& [name, value] : variables) {
    environment.push_back(fmt::format("{}={}", name, value));
  }
  for (char** variable = environ; *variable; ++variable) {
    const std::string_view text = *variable;
    const std::string_view name = text.substr(0, text.find('='));
    const bool is_replaced = std::any_of(variables.begin(), variables.end(),
                                         [&](const auto& each) { return each.first == name; });
    if (!is_replaced) environment.emplace_back(text);
  }
  return environment;
}

}  // namespace server
