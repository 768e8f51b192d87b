#pragma once

#include "lambda-host/processes/handler_process.h"
#include "lambda-host/worker_pool.h"
#include "server/control/health.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace server {

// The scripts of the folders: files that may be executed, *.sh and *.py, by name within a folder,
// folder by folder. What is no folder has none, and is named in the log.
std::vector<std::filesystem::path> init_scripts(const std::vector<std::string>& folders);

// How to run one: as it is if it may be executed, else by sh or python3.
std::vector<std::string> command_of(const std::filesystem::path& script);

// Lines out of pieces of text. One longer than 8 KB is cut.
class LineSplitter {
 public:
  using OnLine = std::function<void(std::string_view)>;

  void add(std::string_view text, const OnLine& on_line);
  // What came behind the last end of a line.
  void finish(const OnLine& on_line);

 private:
  std::string begun_;
};

// Runs scripts one after the other, when the server is ready: each as a child that ends with the
// server, with all that came of it. What they write goes to the log. One that fails is logged, and
// the next one runs.
class InitHooks {
 public:
  struct Plan {
    std::vector<std::filesystem::path> scripts;
    std::filesystem::path keeper;          // the program
    std::vector<std::string> environment;  // "NAME=value", all there is
  };

  // `health` tells how far they are; it must outlive this.
  // `starter` as for a HandlerProcess.
  InitHooks(boost::asio::io_context& io, lambda_host::WorkerPool& starter, Plan plan,
            control::Health& health);

  // In the next turn of the loop.
  void start();

  // The child of ours that is about the script that runs, if one does.
  std::set<pid_t> keepers() const;

 private:
  void run_next();
  void ended(const std::string& name, const lambda_host::ExitStatus& status);
  void failed(const std::string& name, std::string_view why);

  boost::asio::io_context& io_;
  lambda_host::WorkerPool& starter_;
  Plan plan_;
  control::Health& health_;
  std::size_t next_ = 0;
  bool has_failed_ = false;
  LineSplitter lines_;
  std::unique_ptr<lambda_host::HandlerProcess> running_;
};

// This process's own environment with these variables in the place of its own ones.
std::vector<std::string> environment_with(
    const std::vector<std::pair<std::string, std::string>>& variables);

}  // namespace server
