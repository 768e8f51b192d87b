#pragma once

#include "core/names.h"
#include "lambda-host/functions/runtimes.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace server {

// What the program was told: flags, then RIVULET_* variables, then the config file, then defaults.
struct Options {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8000;
  std::string data_dir = "./rivulet-data";
  bool in_memory = false;
  core::Scope scope{core::AccountId("000000000000"), core::Region("us-east-1")};
  bool full_durability = false;
  std::vector<std::string> cors;
  std::vector<std::string> allowed_hosts;
  std::string log_level = "info";
  bool show_logs = false;
  std::map<std::string, std::uint16_t> inspected;  // ports by function: "F", "F:7"
  bool shared_scope = false;
  bool delay_transient_statuses = false;
  bool exit_on_stdin_close = false;
  int stream_shards = 1;
  std::size_t spare_processes = 1;
  std::size_t memory_budget_bytes = std::size_t{512} << 20;
  lambda_host::RuntimeCommands runtimes;
  std::int64_t log_bytes = std::int64_t{1} << 30;
  std::vector<std::string> seeds;       // files
  std::vector<std::string> templates;   // files
  std::vector<std::string> parameters;  // of the templates: "Key=Value"
  std::vector<std::string> init_dirs;
  std::string snapshot;  // a file; empty: none
};

// A subcommand: it starts no server, but asks one that runs.
struct Command {
  enum class Kind { healthcheck, env, status, seed };
  Kind kind = Kind::healthcheck;
  std::string url;                 // the server's
  std::vector<std::string> files;  // of a seed
  core::Scope scope{core::AccountId("000000000000"), core::Region("us-east-1")};
};

// Nothing to start: what to print (help, version, what is wrong) and how to exit.
struct Exit {
  int code = 0;
  std::string text;
};

// Reads the command line (and the environment). DynamoDB Local's flags work too, with one dash or
// two.
std::variant<Options, Command, Exit> parse_options(int argc, const char* const* argv);

}  // namespace server
