#include "server/inspect_option.h"

#include "core/ascii.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace server {
namespace {

template <class Call>
void for_each_part(std::string_view text, Call call) {
  for (;;) {
    const std::size_t comma = text.find(',');
    call(text.substr(0, comma));
    if (comma == std::string_view::npos) return;
    text.remove_prefix(comma + 1);
  }
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

bool is_function_character(char c) {
  return core::is_letter(c) || core::is_digit(c) || c == '-' || c == '_' || c == ':';
}

}  // namespace

std::optional<std::pair<std::string, std::uint16_t>> parse_inspected(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  const std::string_view name = text.substr(0, equals);
  const auto port = parse_port(text.substr(equals + 1));
  const bool is_name =
      !name.empty() && std::all_of(name.begin(), name.end(), is_function_character);
  if (!is_name || !port) return std::nullopt;
  return std::pair(std::string(name), *port);
}

std::string check_inspected(const std::string& text) {
  std::string problem;
  for_each_part(text, [&](std::string_view part) {
    if (problem.empty() && !parse_inspected(part)) {
      problem = std::string(part) +
                " is no function and its port: give NAME=PORT, orders=9229 for instance";
    }
  });
  return problem;
}

std::map<std::string, std::uint16_t> inspected_functions(const std::vector<std::string>& texts) {
  std::map<std::string, std::uint16_t> inspected;
  for (const std::string& text : texts) {
    for_each_part(text, [&](std::string_view part) {
      if (const auto one = parse_inspected(part)) inspected[one->first] = one->second;
    });
  }
  return inspected;
}

std::optional<std::uint16_t> port_of_two(const std::map<std::string, std::uint16_t>& inspected) {
  std::set<std::uint16_t> ports;
  for (const auto& [name, port] : inspected) {
    if (!ports.insert(port).second) return port;
  }
  return std::nullopt;
}

}  // namespace server
