#include "lambda-host/processes/interpreter_search.h"

#include "lambda-host/processes/bootstrap_files.h"

#include <unistd.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace lambda_host {
namespace {

constexpr core::Duration kSearchTime = std::chrono::seconds(10);
constexpr std::size_t kMaxOutputBytes = 65536;

std::vector<std::string> question(RuntimeFamily family, const std::string& program) {
  if (family == RuntimeFamily::node) return {program, "-p", "process.execPath"};
  return {program, "-I", "-c", "import sys; print(sys.executable)"};
}

std::vector<std::string> own_environment() {
  std::vector<std::string> variables;
  for (char** variable = ::environ; *variable; ++variable) variables.emplace_back(*variable);
  return variables;
}

}  // namespace

std::optional<std::string> interpreter_path(std::string_view output) {
  if (output.ends_with('\n')) output.remove_suffix(1);
  const auto line_end = output.rfind('\n');
  const std::string_view line = line_end == output.npos ? output : output.substr(line_end + 1);
  return line.starts_with('/') ? std::optional<std::string>(line) : std::nullopt;
}

InterpreterSearch::InterpreterSearch(boost::asio::io_context& io, WorkerPool& starter,
                                     const HostOptions& options, std::filesystem::path directory)
    : io_(io),
      starter_(starter),
      directory_(std::move(directory)),
      found_{options.node_program, options.python_program} {}

void InterpreterSearch::begin(RuntimeFamily family) {
  if (!has_our_client(family)) return;
  const auto [search, is_new] = searches_.try_emplace(family, io_);
  if (!is_new) return;
  start(search->second, family, family == RuntimeFamily::node ? found_.node : found_.python);
}

void InterpreterSearch::start(Search& search, RuntimeFamily family, std::string& program) {
  HandlerProcess::Events events;
  events.on_output = [&search](std::string_view bytes) {
    const std::size_t room = kMaxOutputBytes - search.output.size();
    search.output.append(bytes.substr(0, std::min(bytes.size(), room)));
  };
  events.on_exit = [&search, &program](const ExitStatus& exit) {
    search.limit.cancel();
    const auto path = interpreter_path(search.output);
    const bool answered = exit.code == 0 && exit.signal == 0 && path;
    if (answered && ::access(path->c_str(), X_OK) == 0) program = *path;
  };
  events.on_failed = [&search](std::string_view) { search.limit.cancel(); };
  search.process = std::make_unique<HandlerProcess>(
      io_, starter_,
      SpawnRequest{directory_ / kKeeperName, question(family, program), own_environment(),
                   directory_.string()},
      std::move(events));
  search.limit.after(kSearchTime, [&search] { search.process->kill(); });
}

std::set<pid_t> InterpreterSearch::keepers() const {
  std::set<pid_t> pids;
  for (const auto& [family, search] : searches_) {
    if (search.process) pids.insert(search.process->keeper());
  }
  return pids;
}

}  // namespace lambda_host
