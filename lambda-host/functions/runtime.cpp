#include "lambda-host/functions/runtime.h"

#include "core/arn.h"
#include "core/digest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

namespace lambda_host {
namespace {

// In the order of AWS's own error text.
constexpr std::string_view kCurrentRuntimes =
    "nodejs20.x, python3.14, provided.al2023, python3.12, python3.13, nodejs24.x, nodejs22.x, "
    "java25, python3.10, python3.11, java21, ruby3.3, ruby3.4, ruby3.2, python3.8, python3.9, "
    "java17, nodejs16.x, dotnet10, dotnet8, java11, dotnet6, nodejs18.x, provided.al2, java8.al2";

// All of the Lambda model's, by their names.
constexpr std::array<std::string_view, 46> kKnownRuntimes = {
    "dotnet10",      "dotnet6",       "dotnet8",    "dotnetcore1.0", "dotnetcore2.0",
    "dotnetcore2.1", "dotnetcore3.1", "go1.x",      "java11",        "java17",
    "java21",        "java25",        "java8",      "java8.al2",     "nodejs",
    "nodejs10.x",    "nodejs12.x",    "nodejs14.x", "nodejs16.x",    "nodejs18.x",
    "nodejs20.x",    "nodejs22.x",    "nodejs24.x", "nodejs4.3",     "nodejs4.3-edge",
    "nodejs6.10",    "nodejs8.10",    "provided",   "provided.al2",  "provided.al2023",
    "python2.7",     "python3.10",    "python3.11", "python3.12",    "python3.13",
    "python3.14",    "python3.6",     "python3.7",  "python3.8",     "python3.9",
    "ruby2.5",       "ruby2.7",       "ruby3.2",    "ruby3.3",       "ruby3.4",
    "ruby4.0",
};
static_assert(std::is_sorted(kKnownRuntimes.begin(), kKnownRuntimes.end()));

}  // namespace

std::string_view current_runtimes() {
  return kCurrentRuntimes;
}

bool is_known_runtime(std::string_view runtime) {
  return std::binary_search(kKnownRuntimes.begin(), kKnownRuntimes.end(), runtime);
}

RuntimeFamily runtime_family(std::string_view runtime) {
  if (!is_known_runtime(runtime)) return RuntimeFamily::foreign;
  if (runtime.starts_with("nodejs")) return RuntimeFamily::node;
  if (runtime.starts_with("python")) return RuntimeFamily::python;
  if (runtime.starts_with("provided") || runtime == "go1.x") return RuntimeFamily::provided;
  return RuntimeFamily::foreign;
}

std::string runtime_version_arn(const core::Region& region, std::string_view runtime) {
  return fmt::format("arn:{}:lambda:{}::runtime:{}", core::partition_of(region), region.get(),
                     core::hex(core::sha256(runtime)));
}

}  // namespace lambda_host
