#include "lambda-host/processes/interpreter_start.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <system_error>
#include <vector>

namespace lambda_host {
namespace {

namespace fs = std::filesystem;

// ld.so(8), malloc(3), locale(7), openssl-env(7), libuv's guide, `node --help`, `python3 --help`,
// ICU's user guide.
constexpr std::array<std::string_view, 10> kPrefixes = {
    "GLIBC_", "ICU_", "LC_", "LD_", "MALLOC_", "NODE_", "OPENSSL_", "PYTHON", "SSL_CERT_", "UV_"};
// Python has a directory of packages in HOME, and finds itself by PATH.
constexpr std::array<std::string_view, 7> kVariables = {
    "AWS_LAMBDA_EXEC_WRAPPER", "GCONV_PATH", "HOME", "LANG", "LANGUAGE", "LOCPATH", "PATH"};

// Of those that Rivulet sets by itself, the ones that its clients see to.
constexpr std::array<std::string_view, 5> kToldAgain = {"LD_LIBRARY_PATH", "NODE_PATH", "PATH",
                                                        "PYTHONDONTWRITEBYTECODE", "PYTHONPATH"};

// "NAME=value", the ones that a spare has to have been started with.
std::set<std::string> settled(const std::vector<std::string>& environment) {
  std::set<std::string> variables;
  for (const std::string& variable : environment) {
    const std::string_view name = std::string_view(variable).substr(0, variable.find('='));
    const bool again = std::find(kToldAgain.begin(), kToldAgain.end(), name) != kToldAgain.end();
    if (is_read_at_start(name) && !again) variables.insert(variable);
  }
  return variables;
}

bool is_shared_library(const std::string& name) {
  if (!name.starts_with("lib")) return false;
  return name.ends_with(".so") || name.find(".so.") != std::string::npos;
}

}  // namespace

bool is_read_at_start(std::string_view variable) {
  return std::find(kVariables.begin(), kVariables.end(), variable) != kVariables.end() ||
         std::any_of(kPrefixes.begin(), kPrefixes.end(),
                     [&](std::string_view prefix) { return variable.starts_with(prefix); });
}

bool has_shared_libraries(const fs::path& directory) {
  std::error_code ignored;  // where there is no such directory there are none
  for (fs::directory_iterator entry(directory, ignored), end; entry != end;
       entry.increment(ignored)) {
    if (is_shared_library(entry->path().filename().string())) return true;
  }
  return false;
}

bool needs_own_start(const Deployment& deployment) {
  const Variables variables = deployment.configuration.environment.value_or(Variables{});
  const fs::path task_root = deployment.code->task_root();
  return std::any_of(variables.begin(), variables.end(),
                     [](const auto& variable) { return is_read_at_start(variable.first); }) ||
         has_shared_libraries(task_root) || has_shared_libraries(task_root / "lib") ||
         has_shared_libraries(deployment.code->opt_root() / "lib");
}

bool start_alike(const SpawnRequest& own, const SpawnRequest& spare) {
  const auto& mine = own.arguments;
  const auto& theirs = spare.arguments;
  return own.opt.namespaces == spare.opt.namespaces &&
         std::equal(mine.begin() + 1, mine.end(), theirs.begin() + 1, theirs.end()) &&
         settled(own.environment) == settled(spare.environment);
}

}  // namespace lambda_host
