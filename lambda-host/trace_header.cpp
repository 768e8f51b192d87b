#include "lambda-host/trace_header.h"

#include "core/ascii.h"
#include "core/uuid.h"

#include <fmt/format.h>

#include <algorithm>

namespace lambda_host {
namespace {

std::string trace_of(std::string_view root, bool sampled) {
  return fmt::format("Root={};Parent={};Sampled={}", root, core::random_hex(16), sampled ? 1 : 0);
}

// "1-67e55044-10b1426f2247bb823e1a5f2c": the time in seconds, and a number.
bool is_root(std::string_view text) {
  constexpr std::string_view kForm = "1-xxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxx";
  return text.size() == kForm.size() &&
         std::equal(kForm.begin(), kForm.end(), text.begin(), [](char form, char c) {
           if (form != 'x') return c == form;
           const char lower = core::lower_case(c);
           return core::is_digit(c) || (lower >= 'a' && lower <= 'f');
         });
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// The value of the first part of that name, whatever its case; empty when there is none.
std::string_view part_of(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    const auto end = std::min(header.find(';'), header.size());
    const std::string_view part = trimmed(header.substr(0, end));
    header.remove_prefix(std::min(end + 1, header.size()));
    const auto equals = part.find('=');
    if (equals == std::string_view::npos) continue;
    if (core::in_lower_case(trimmed(part.substr(0, equals))) != name) continue;
    return trimmed(part.substr(equals + 1));
  }
  return {};
}

}  // namespace

std::string new_trace_header(core::WallTime now) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  return trace_of(fmt::format("1-{:08x}-{}", seconds, core::random_hex(24)), false);
}

std::string continued_trace_header(std::string_view header, core::WallTime now) {
  const std::string_view root = part_of(header, "root");
  return is_root(root) ? trace_of(root, part_of(header, "sampled") == "1") : new_trace_header(now);
}

}  // namespace lambda_host
