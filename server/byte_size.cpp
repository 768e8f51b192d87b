#include "server/byte_size.h"

#include "core/ascii.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <system_error>
#include <utility>

namespace server {
namespace {

constexpr std::array<std::pair<std::string_view, unsigned>, 4> kUnits = {
    {{"kb", 10}, {"mb", 20}, {"gb", 30}, {"tb", 40}}
};

std::optional<std::uint64_t> unit_bytes_of(std::string_view text) {
  std::string name(text);
  std::transform(name.begin(), name.end(), name.begin(), core::lower_case);
  for (const auto& [unit, bits] : kUnits) {
    if (unit == name) return std::uint64_t{1} << bits;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> parse_byte_size(std::string_view text, std::uint64_t unit_bytes) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  const auto unit = text.empty() ? unit_bytes : unit_bytes_of(text);
  std::uint64_t bytes = 0;
  if (!unit || __builtin_mul_overflow(number, *unit, &bytes)) return std::nullopt;
  return bytes;
}

}  // namespace server
