#include "lambda-host/functions/runtime.h"

#include "core/api_error.h"
#include "core/arn.h"
#include "core/digest.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace lambda_host {
namespace {

// In the order of AWS's own error text.
constexpr std::string_view kCurrentRuntimes =
    "nodejs20.x, python3.14, provided.al2023, python3.12, python3.13, nodejs24.x, nodejs22.x, "
    "java25, python3.10, python3.11, java21, ruby3.3, ruby3.4, ruby3.2, python3.8, python3.9, "
    "java17, nodejs16.x, dotnet10, dotnet8, java11, dotnet6, nodejs18.x, provided.al2, java8.al2";

bool take_digits(std::string_view& text) {
  const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(end);
  return end > 0;
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// nodejs := "nodejs" DIGITS ["." DIGITS] [".x"]: "nodejs4.3", "nodejs20.x"
bool is_node(std::string_view text) {
  if (!take(text, "nodejs") || !take_digits(text)) return false;
  if (text.size() > 1 && text[0] == '.' && text[1] != 'x') {
    text.remove_prefix(1);
    if (!take_digits(text)) return false;
  }
  take(text, ".x");
  return text.empty();
}

// python := "python" DIGITS "." DIGITS
bool is_python(std::string_view text) {
  return take(text, "python") && take_digits(text) && take(text, ".") && take_digits(text) &&
         text.empty();
}

bool is_provided(std::string_view text) {
  return text == "provided" || text == "provided.al2" || text == "provided.al2023";
}

bool is_foreign(std::string_view text) {
  return text.starts_with("java") || text.starts_with("dotnet") || text.starts_with("ruby") ||
         text == "go1.x";
}

}  // namespace

std::string_view current_runtimes() {
  return kCurrentRuntimes;
}

bool is_known_runtime(std::string_view runtime) {
  return is_node(runtime) || runtime == "nodejs" || is_python(runtime) || is_provided(runtime) ||
         is_foreign(runtime);
}

RuntimeFamily require_runtime(std::string_view runtime) {
  if (is_node(runtime)) return RuntimeFamily::node;
  if (is_python(runtime)) return RuntimeFamily::python;
  if (is_provided(runtime)) return RuntimeFamily::provided;
  if (is_foreign(runtime)) {
    throw core::ApiError(core::ErrorCode::invalid_parameter_value,
                         fmt::format("Rivulet can't run the runtime {}. It runs nodejs, python and "
                                     "provided runtimes.",
                                     runtime));
  }
  throw core::ApiError(
      core::ErrorCode::invalid_parameter_value,
      fmt::format("Value {} at 'runtime' failed to satisfy constraint: Member must satisfy enum "
                  "value set: [{}] or be a valid ARN",
                  runtime, kCurrentRuntimes));
}

std::string runtime_version_arn(const core::Region& region, std::string_view runtime) {
  return fmt::format("arn:{}:lambda:{}::runtime:{}", core::partition_of(region), region.get(),
                     core::hex(core::sha256(runtime)));
}

}  // namespace lambda_host
