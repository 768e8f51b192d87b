#pragma once

#include "lambda-host/functions/runtime.h"
#include "lambda-host/processes/handler_process.h"
#include "lambda-host/processes/host_options.h"
#include "lambda-host/timer.h"

#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace lambda_host {

// Finds out which programs the options' "node" and "python3" end up in, so that processes started
// later pass by version managers' shims (pyenv's takes a second). The program itself is asked, in
// our own environment and far from any function's code: what a handler says is never believed,
// since it would decide what runs the others.
class InterpreterSearch {
 public:
  // `starter` as for a HandlerProcess. `directory` is where the programs are asked, since some
  // shims look there for a version, and where the keeper lies.
  InterpreterSearch(boost::asio::io_context& io, WorkerPool& starter, const HostOptions& options,
                    std::filesystem::path directory);

  // Asks once for each family, and goes on without an answer if none comes in ten seconds. Best
  // called when a handler of the family has come up, since it costs a start of the program.
  void begin(RuntimeFamily family);

  // The children of ours that are about it.
  std::set<pid_t> keepers() const;

  // Gives up what wasn't answered yet, and waits until nothing is left of it.
  void clear() { searches_.clear(); }

  // As in the options until an answer came.
  const Interpreters& found() const { return found_; }

 private:
  struct Search {
    explicit Search(boost::asio::io_context& io) : limit(io) {}

    std::string output;
    Timer limit;
    std::unique_ptr<HandlerProcess> process;
  };

  void start(Search& search, RuntimeFamily family, std::string& program);

  boost::asio::io_context& io_;
  WorkerPool& starter_;
  std::filesystem::path directory_;
  Interpreters found_;
  std::map<RuntimeFamily, Search> searches_;
};

// The absolute path in the output's last line; nullopt when that line is none.
std::optional<std::string> interpreter_path(std::string_view output);

}  // namespace lambda_host
