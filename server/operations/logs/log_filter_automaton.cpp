#include "server/operations/logs/log_filter_automaton.h"

namespace server::operations {
namespace {

constexpr std::size_t kWordBits = 64;

using Bits = std::vector<std::uint64_t>;

void set(Bits& bits, std::size_t at) {
  bits[at / kWordBits] |= std::uint64_t{1} << at % kWordBits;
}

bool meet(const Bits& a, const Bits& b) {
  std::uint64_t common = 0;
  for (std::size_t i = 0; i < a.size(); ++i) common |= a[i] & b[i];
  return common != 0;
}

std::size_t count_bits(const std::vector<LogFilterAutomaton::Expression>& expressions) {
  std::size_t bits = 0;
  for (const auto& expression : expressions) {
    for (const LogFilterAlternative& alternative : expression) bits += alternative.steps.size() + 1;
  }
  return bits;
}

}  // namespace

LogFilterAutomaton::LogFilterAutomaton(const std::vector<Expression>& expressions)
    : words_((count_bits(expressions) + kWordBits - 1) / kWordBits),
      takes_(256, Bits(words_)),
      optional_(words_),
      repeats_(words_),
      begins_(words_),
      begins_anywhere_(words_) {
  std::size_t first = 0;
  for (const Expression& expression : expressions) {
    Ends ends{Bits(words_), Bits(words_)};
    for (const LogFilterAlternative& alternative : expression) {
      add(alternative, first, ends);
      first += alternative.steps.size() + 1;
    }
    ends_.push_back(std::move(ends));
  }
}

void LogFilterAutomaton::add(const LogFilterAlternative& alternative, std::size_t first,
                             Ends& ends) {
  set(begins_, first);
  if (!alternative.from_begin) set(begins_anywhere_, first);
  std::size_t at = first;
  for (const LogFilterStep& step : alternative.steps) {
    for (std::size_t byte = 0; byte < takes_.size(); ++byte) {
      if (step.bytes[byte]) set(takes_[byte], at);
    }
    if (step.optional) set(optional_, at);
    if (step.repeats) set(repeats_, at);
    ++at;
  }
  set(alternative.to_end ? ends.at_end : ends.anywhere, at);
}

std::vector<bool> LogFilterAutomaton::find(std::string_view text) const {
  Bits now = begins_;
  pass_over_optional(now);
  Bits seen = now;
  for (const char byte : text) take(static_cast<unsigned char>(byte), now, seen);
  std::vector<bool> found;
  found.reserve(ends_.size());
  for (const Ends& ends : ends_) {
    found.push_back(meet(seen, ends.anywhere) || meet(now, ends.at_end));
  }
  return found;
}

void LogFilterAutomaton::take(unsigned char byte, Bits& now, Bits& seen) const {
  const Bits& takes = takes_[byte];
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < words_; ++i) {
    const std::uint64_t taken = now[i] & takes[i];
    now[i] = taken << 1 | carry | (taken & repeats_[i]) | begins_anywhere_[i];
    carry = taken >> (kWordBits - 1);
  }
  pass_over_optional(now);
  for (std::size_t i = 0; i < words_; ++i) seen[i] |= now[i];
}

// To add a bit at the lower end of a run of optional steps carries through all of the run, into the
// step behind it: what the sum changes is what can be reached. An alternative's end isn't optional,
// so no run goes on into the next one.
void LogFilterAutomaton::pass_over_optional(Bits& now) const {
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < words_; ++i) {
    const std::uint64_t half = optional_[i] + carry;
    const std::uint64_t sum = half + (now[i] & optional_[i]);
    carry = half < carry || sum < half ? 1 : 0;
    now[i] |= sum ^ optional_[i];
  }
}

}  // namespace server::operations
