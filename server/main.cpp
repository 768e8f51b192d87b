#include "server/app.h"
#include "server/healthcheck.h"
#include "server/options.h"
#include "server/version.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <exception>

namespace {

int check_health(const server::HealthcheckOptions& options) {
  std::string why;
  if (server::is_healthy(options.url, why)) return 0;
  fmt::print(stderr, "rivulet at {} isn't healthy: {}\n", options.url, why);
  return 1;
}

int serve(const server::Options& options) {
  spdlog::set_default_logger(spdlog::stderr_logger_st("rivulet"));
  spdlog::set_level(spdlog::level::from_str(options.log_level));
  server::App app(options);
  const std::string data = options.in_memory ? "in memory, lost at exit" : options.data_dir;
  fmt::print("rivulet {} listening on {} (data: {})\n", server::kVersion, app.url(), data);
  std::fflush(stdout);
  app.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const auto parsed = server::parse_options(argc, argv);
    if (const auto* options = std::get_if<server::Options>(&parsed)) return serve(*options);
    if (const auto* health = std::get_if<server::HealthcheckOptions>(&parsed)) {
      return check_health(*health);
    }
    const auto& exit = std::get<server::Exit>(parsed);
    fmt::print(exit.code == 0 ? stdout : stderr, "{}", exit.text);
    return exit.code;
  } catch (const std::exception& error) {
    fmt::print(stderr, "rivulet: {}\n", error.what());
    return 1;
  }
}
