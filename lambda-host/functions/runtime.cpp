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

// Likewise (recorded in November 2025).
constexpr std::string_view kListableRuntimes =
    "ruby3.5, ruby2.6, dotnetcore1.0, python3.7, nodejs8.10, nasa, ruby2.7, python2.7-greengrass, "
    "dotnetcore2.0, python3.8, java21, dotnet6, dotnetcore2.1, python3.9, java11, nodejs6.10, "
    "provided, dotnetcore3.1, dotnet8, java25, java17, nodejs, nodejs4.3, java8.al2, go1.x, "
    "dotnet10, nodejs20.x, go1.9, byol, nodejs10.x, provided.al2023, nodejs22.x, python3.10, "
    "java8, nodejs12.x, python3.11, nodejs24.x, nodejs8.x, python3.12, nodejs14.x, nodejs8.9, "
    "nodejs26.x, python3.13, python3.14, nodejs16.x, python3.15, provided.al2, nodejs4.3-edge, "
    "nodejs18.x, ruby3.2, python3.4, ruby3.3, ruby3.4, ruby2.5, python3.6, python2.7";

// Whether a text is an element of a list with ", " between its elements.
bool is_listed(std::string_view list, std::string_view text) {
  constexpr std::string_view kSeparator = ", ";
  while (!list.empty()) {
    const auto end = std::min(list.find(kSeparator), list.size());
    if (list.substr(0, end) == text) return true;
    list.remove_prefix(std::min(end + kSeparator.size(), list.size()));
  }
  return false;
}

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

std::string_view listable_runtimes() {
  return kListableRuntimes;
}

bool is_listable_runtime(std::string_view runtime) {
  return is_known_runtime(runtime) || is_listed(kListableRuntimes, runtime);
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
