#include "server/program.h"

#include "server/app.h"
#include "server/commands.h"
#include "server/options.h"
#include "server/seeding.h"
#include "server/version.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <exception>

namespace server {
namespace {

int serve(const Options& options, std::FILE* output) {
  spdlog::set_default_logger(spdlog::stderr_logger_mt("rivulet"));
  spdlog::set_level(spdlog::level::from_str(options.log_level));
  const auto seeds = read_seeds(options);
  App app(options);
  app.finish_restores();
  seed(app, seeds);
  app.start_init_hooks();
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
