#include "server/program.h"

#include "server/app.h"
#include "server/healthcheck.h"
#include "server/options.h"
#include "server/version.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <exception>

namespace server {
namespace {

int check_health(const HealthcheckOptions& options, std::FILE* errors) {
  std::string why;
  if (is_healthy(options.url, why)) return 0;
  fmt::print(errors, "rivulet at {} isn't healthy: {}\n", options.url, why);
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
    if (const auto* health = std::get_if<HealthcheckOptions>(&parsed)) {
      return check_health(*health, errors);
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
