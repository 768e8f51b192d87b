#include "server/option_checks.h"

#include "core/limits.h"
#include "core/names.h"
#include "server/byte_size.h"
#include "storage/files/descriptor.h"

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <system_error>

namespace server {
namespace {

constexpr std::uint64_t kMinBudgetBytes = std::uint64_t{16} << 20;  // DynamoDB's largest request
constexpr std::uint64_t kMaxBudgetBytes = std::uint64_t{64} << 30;
constexpr std::uint64_t kMinLogBytes = std::uint64_t{64} << 10;
constexpr std::uint64_t kMaxLogBytes = std::uint64_t{1} << 40;
constexpr off_t kMaxConfigBytes = 1 << 20;

// ASCII that can be seen.
bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace

std::optional<std::size_t> parse_memory_budget(std::string_view text) {
  const auto bytes = parse_byte_size(text, core::limits::kMegabyte);
  if (!bytes || *bytes < kMinBudgetBytes || *bytes > kMaxBudgetBytes) return std::nullopt;
  return *bytes;
}

std::optional<std::int64_t> parse_log_bytes(std::string_view text) {
  const auto bytes = parse_byte_size(text, 1);
  if (!bytes || *bytes < kMinLogBytes || *bytes > kMaxLogBytes) return std::nullopt;
  return static_cast<std::int64_t>(*bytes);
}

std::vector<std::string> split_list(const std::string& list) {
  std::vector<std::string> parts;
  for (const std::string& part : CLI::detail::split(list, ',')) {
    if (!part.empty()) parts.push_back(part);
  }
  return parts;
}

std::string check_region(const std::string& text) {
  return core::is_region_name(text) ? "" : "a region has letters, digits and hyphens only";
}

std::string check_account_id(const std::string& text) {
  const bool digits =
      text.size() == 12 && text.find_first_not_of("0123456789") == std::string::npos;
  return digits ? "" : "an account id has 12 digits";
}

std::string check_host(const std::string& text) {
  return text.empty() ? "an address to listen on is needed" : "";
}

std::string check_config(const std::string& path) {
  const storage::files::Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  struct stat status {};
  char byte = 0;
  // The kernel's say that they are empty, and may hold up whoever reads them.
  const bool is_regular = file && ::fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode) &&
                          (status.st_size > 0 || ::read(file.get(), &byte, sizeof byte) == 0);
  if (!is_regular) return path + " is no regular file";
  return status.st_size > kMaxConfigBytes ? path + " is larger than 1 MB" : "";
}

// Other numbers CLI11 would take for one or the other, too.
std::string check_flag(const std::string& text) {
  constexpr std::string_view kWords[] = {"true", "false", "1",   "0",      "yes",
                                         "no",   "on",    "off", "enable", "disable"};
  const bool known = std::find(std::begin(kWords), std::end(kWords), CLI::detail::to_lower(text)) !=
                     std::end(kWords);
  return known ? "" : text + " is neither true nor false";
}

std::string check_origins(const std::string& list) {
  for (const std::string& origin : split_list(list)) {
    const auto scheme = origin.find("://");
    const bool is_word = origin == "*" || origin == "null";
    if (is_word || (scheme != std::string::npos && scheme > 0 && is_plain(origin))) continue;
    return origin + " is no origin: give one as http://localhost:3000, or * for all";
  }
  return "";
}

std::string check_allowed_hosts(const std::string& list) {
  for (const std::string& name : split_list(list)) {
    if (is_plain(name) && name.front() != '-' && name.find('/') == std::string::npos) continue;
    return name + " is no name of a host: give one as example.test, *.example.test or *";
  }
  return "";
}

std::string check_port(const std::string& text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool good = error == std::errc() && end == text.data() + text.size() && port <= 65'535;
  return good ? "" : text + " is no port: give one from 1 to 65535, or 0 for any that is free";
}

std::string check_parameter(const std::string& text) {
  const auto equals = text.find('=');
  const bool good = equals != std::string::npos && equals > 0;
  return good ? "" : text + " is no parameter: give one as Key=Value";
}

std::string check_memory_budget(const std::string& text) {
  if (parse_memory_budget(text)) return "";
  return text + " is no memory budget: give one from 16MB to 64GB";
}

std::string check_log_bytes(const std::string& text) {
  if (parse_log_bytes(text)) return "";
  return text + " is no size of all logs: give one from 64KB to 1TB";
}

}  // namespace server
