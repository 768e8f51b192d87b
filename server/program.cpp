#include "server/program.h"

#include "server/app.h"
#include "server/client/exports.h"
#include "server/client/healthcheck.h"
#include "server/client/http_client.h"
#include "server/client/status.h"
#include "server/client/status_text.h"
#include "server/options.h"
#include "server/version.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <exception>

namespace server {
namespace {

int check_health(const Command& command, std::FILE* errors) {
  std::string why;
  if (client::is_healthy(command.url, why)) return 0;
  fmt::print(errors, "rivulet at {} isn't healthy: {}\n", command.url, why);
  return 1;
}

int show_status(const Command& command, std::FILE* output, std::FILE* errors) {
  try {
    const auto state = client::ask_state(command.url, command.scope);
    fmt::print(output, "{}", client::status_text(command.url, command.scope, state));
    return 0;
  } catch (const client::NoAnswer& error) {
    fmt::print(errors, "rivulet at {} doesn't say how it is: {}\n", command.url, error.what());
    return 1;
  }
}

int run_command(const Command& command, std::FILE* output, std::FILE* errors) {
  switch (command.kind) {
    case Command::Kind::healthcheck: return check_health(command, errors);
    case Command::Kind::env:
      fmt::print(output, "{}", client::shell_exports(command.url, command.scope));
      return 0;
    case Command::Kind::status: return show_status(command, output, errors);
  }
  return 1;
}

int serve(const Options& options, std::FILE* output) {
  spdlog::set_default_logger(spdlog::stderr_logger_st("rivulet"));
  spdlog::set_level(spdlog::level::from_str(options.log_level));
  App app(options);
  const std::string data = options.in_memory ? "in memory, lost at exit" : options.data_dir;
  fmt::print(output, "rivulet {} listening on {} (data: {})\n", kVersion, app.url(), data);
  std::fflush(output);
  app.run();
  return 0;
}

}  // namespace

int run_program(int argc, const char* const* argv, std::FILE* output, std::FILE* errors) {
  try {
    const auto parsed = parse_options(argc, argv);
    if (const auto* options = std::get_if<Options>(&parsed)) return serve(*options, output);
    if (const auto* command = std::get_if<Command>(&parsed)) {
      return run_command(*command, output, errors);
    }
    const auto& exit = std::get<Exit>(parsed);
    fmt::print(exit.code == 0 ? output : errors, "{}", exit.text);
    return exit.code;
  } catch (const std::exception& error) {
    fmt::print(errors, "rivulet: {}\n", error.what());
    return 1;
  }
}

}  // namespace server
