#include "server/commands.h"

#include "server/client/exports.h"
#include "server/client/healthcheck.h"
#include "server/client/http_client.h"
#include "server/client/status.h"
#include "server/client/status_text.h"
#include "server/seeding.h"

#include <fmt/format.h>

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

int show_seeded(const Command& command, std::FILE* output, std::FILE* errors) {
  try {
    const auto applied = seed(command.url, read_seeds(command.files, command.scope));
    for (const std::string& what : applied.made) fmt::print(output, "made {}\n", what);
    for (const std::string& what : applied.there) fmt::print(output, "{} is there\n", what);
    return 0;
  } catch (const client::NoAnswer& error) {
    fmt::print(errors, "rivulet at {}: {}\n", command.url, error.what());
    return 1;
  }
}

}  // namespace

int run_command(const Command& command, std::FILE* output, std::FILE* errors) {
  switch (command.kind) {
    case Command::Kind::healthcheck: return check_health(command, errors);
    case Command::Kind::env:
      fmt::print(output, "{}", client::shell_exports(command.url, command.scope));
      return 0;
    case Command::Kind::seed: return show_seeded(command, output, errors);
    case Command::Kind::status: return show_status(command, output, errors);
  }
  return 1;
}

}  // namespace server
