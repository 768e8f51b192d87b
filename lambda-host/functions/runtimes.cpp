#include "lambda-host/functions/runtimes.h"

#include "lambda-host/constraints.h"
#include "lambda-host/functions/runtime.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace lambda_host {
namespace {

struct Package {
  std::string_view program;
  std::string_view name;  // of Debian
};
constexpr std::array<Package, 5> kPackages = {
    {
     {kNodeProgram, "nodejs"},
     {kPythonProgram, "python3"},
     {"java", "default-jre-headless"},
     {"php", "php-cli"},
     {"ruby", "ruby"},
     }
};

// Empty if we know none.
std::string_view package_of(std::string_view program) {
  const auto found = std::find_if(kPackages.begin(), kPackages.end(), [&](const Package& package) {
    return package.program == program;
  });
  return found == kPackages.end() ? std::string_view() : found->name;
}

}  // namespace

std::string no_command_text(std::string_view runtime) {
  return fmt::format(
      "Rivulet can't run the runtime {0}. It runs nodejs, python and provided runtimes, and others "
      "by a command that it is started with: --runtime {0}=COMMAND.",
      runtime);
}

void Runtimes::require(std::string_view runtime) const {
  if (runtime_family(runtime) == RuntimeFamily::foreign) require_command(runtime);
  const std::string program = program_of(runtime);
  const std::string_view package = package_of(program);
  if (package.empty() || !has_program_ || has_program_(program)) return;
  throw_invalid_parameter(
      fmt::format("Rivulet runs {} by the program {}, which isn't in its PATH. Install it and try "
                  "again: on Debian, it is in the package {}.",
                  runtime, program, package));
}

void Runtimes::require_command(std::string_view runtime) const {
  if (commands_.find(runtime) != commands_.end()) return;
  if (is_known_runtime(runtime)) throw_invalid_parameter(no_command_text(runtime));
  throw_invalid_parameter(
      fmt::format("Value {} at 'runtime' failed to satisfy constraint: Member must satisfy enum "
                  "value set: [{}] or be a valid ARN",
                  runtime, current_runtimes()));
}

std::string Runtimes::program_of(std::string_view runtime) const {
  switch (runtime_family(runtime)) {
    case RuntimeFamily::node: return kNodeProgram;
    case RuntimeFamily::python: return kPythonProgram;
    case RuntimeFamily::provided: return {};  // the function's own
    case RuntimeFamily::foreign: break;
  }
  std::string_view command = commands_.find(runtime)->second;
  constexpr std::string_view kExec = "exec ";
  if (command.starts_with(kExec)) command.remove_prefix(kExec.size());
  return std::string(command.substr(0, command.find(' ')));
}

}  // namespace lambda_host
