#include "core/sequence_number.h"

#include "core/limits.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace core {
namespace {

constexpr std::size_t kCounterDigits = 20;  // those of 2^64 - 1
constexpr std::uint64_t kLast = std::numeric_limits<std::uint64_t>::max();

bool is_decimal(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string sequence_number_text(SequenceNumber number) {
  const std::string counter = std::to_string(number.get());
  return std::string("1").append(kCounterDigits - counter.size(), '0').append(counter);
}

std::optional<SequenceNumber> parse_sequence_number(std::string_view text) {
  if (text.size() < limits::kMinSequenceNumberLength) return std::nullopt;
  if (text.size() > limits::kMaxSequenceNumberLength || !is_decimal(text)) return std::nullopt;
  text.remove_prefix(std::min(text.find_first_not_of('0'), text.size()));
  if (text.size() <= kCounterDigits) return SequenceNumber(0);
  if (text.size() > kCounterDigits + 1 || text.front() != '1') return SequenceNumber(kLast);
  std::uint64_t counter = 0;
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), counter);
  return SequenceNumber(error == std::errc() ? counter : kLast);
}

}  // namespace core
