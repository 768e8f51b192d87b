#include "server/s3/byte_range.h"

#include <algorithm>
#include <charconv>

namespace server::s3 {
namespace {

// nullopt when it isn't all digits. What is too large for a number is larger than any object.
std::optional<std::size_t> whole(std::string_view digits) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(digits.begin(), digits.end(), value);
  if (end != digits.end() || digits.empty()) return std::nullopt;
  return error == std::errc::result_out_of_range ? static_cast<std::size_t>(-1) : value;
}

ByteRange part(std::size_t first, std::size_t last, std::size_t size_bytes) {
  if (first >= size_bytes) return {ByteRange::Kind::unsatisfiable};
  return {ByteRange::Kind::part, first, std::min(last, size_bytes - 1) - first + 1};
}

ByteRange last_bytes(std::size_t count, std::size_t size_bytes) {
  if (count == 0 || size_bytes == 0) return {ByteRange::Kind::unsatisfiable};
  count = std::min(count, size_bytes);
  return {ByteRange::Kind::part, size_bytes - count, count};
}

}  // namespace

ByteRange parse_range(std::optional<std::string_view> header, std::size_t size_bytes) {
  constexpr std::string_view kUnit = "bytes=";
  const ByteRange all{ByteRange::Kind::whole, 0, size_bytes};
  if (!header || !header->starts_with(kUnit)) return all;
  const std::string_view text = header->substr(kUnit.size());
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) return all;
  const auto first = whole(text.substr(0, dash));
  const auto last = whole(text.substr(dash + 1));
  if (dash == 0) return last ? last_bytes(*last, size_bytes) : all;
  if (!first) return all;
  if (dash + 1 == text.size()) return part(*first, static_cast<std::size_t>(-1), size_bytes);
  return last && *last >= *first ? part(*first, *last, size_bytes) : all;
}

}  // namespace server::s3
