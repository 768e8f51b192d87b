#include "lambda-host/processes/interpreter_start.h"

#include <algorithm>
#include <array>
#include <string>
#include <system_error>

namespace lambda_host {
namespace {

namespace fs = std::filesystem;

// ld.so(8), malloc(3), locale(7), openssl-env(7), libuv's guide, `node --help`, `python3 --help`,
// ICU's user guide.
constexpr std::array<std::string_view, 10> kPrefixes = {
    "GLIBC_", "ICU_", "LC_", "LD_", "MALLOC_", "NODE_", "OPENSSL_", "PYTHON", "SSL_CERT_", "UV_"};
// Python has a directory of packages in HOME, and finds itself by PATH.
constexpr std::array<std::string_view, 7> kNames = {
    "AWS_LAMBDA_EXEC_WRAPPER", "GCONV_PATH", "HOME", "LANG", "LANGUAGE", "LOCPATH", "PATH"};

bool is_shared_library(const std::string& name) {
  if (!name.starts_with("lib")) return false;
  return name.ends_with(".so") || name.find(".so.") != std::string::npos;
}

}  // namespace

bool is_read_at_start(std::string_view variable) {
  return std::find(kNames.begin(), kNames.end(), variable) != kNames.end() ||
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

}  // namespace lambda_host
