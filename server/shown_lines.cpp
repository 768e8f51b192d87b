#include "server/shown_lines.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>

namespace server {
namespace {

constexpr std::size_t kNameColumns = 10;

// The terminal's own colours without black, white and red, which looks like an error.
constexpr std::array kColours = {32, 33, 34, 35, 36, 92, 93, 94, 95, 96};

// FNV-1a, so that a name keeps its colour from run to run.
int colour_of(std::string_view name) {
  std::uint32_t hash = 2166136261;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619;
  return kColours[hash % kColours.size()];
}

std::string prefix_of(std::string_view function, bool in_colour) {
  const std::string name = fmt::format("{:<{}}", function, kNameColumns);
  return in_colour ? fmt::format("\x1b[{}m{} |\x1b[0m ", colour_of(function), name) : name + " | ";
}

}  // namespace

std::string shown_lines(std::string_view function, std::string_view message, bool in_colour) {
  const std::string prefix = prefix_of(function, in_colour);
  if (message.ends_with('\n')) message.remove_suffix(1);
  std::string lines;
  for (bool more = true; more;) {
    const std::size_t end = message.find('\n');
    lines.append(prefix).append(message.substr(0, end)) += '\n';
    more = end != std::string_view::npos;
    if (more) message.remove_prefix(end + 1);
  }
  return lines;
}

bool wants_colour(bool is_terminal, const char* no_color, const char* term) {
  if (!is_terminal || (no_color && *no_color != '\0')) return false;
  return !term || std::string_view(term) != "dumb";
}

}  // namespace server
