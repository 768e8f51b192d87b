#include "streams/shard_iterator.h"

#include "core/base64.h"
#include "core/limits.h"

#include <fmt/format.h>

#include <charconv>

namespace streams {
namespace {

constexpr std::string_view kVersion = "|1|";

// Reads a decimal number up to `end` or the text's end, and takes both off the text.
std::optional<std::int64_t> take_number(std::string_view& text, char end) {
  std::int64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
  if (text.empty()) return end == '\0' ? std::optional(number) : std::nullopt;
  if (text.front() != end) return std::nullopt;
  text.remove_prefix(1);
  return number;
}

}  // namespace

std::string to_text(const ShardIterator& iterator) {
  const std::string place = fmt::format("{}:{}:{}", iterator.shard, iterator.next.get(),
                                        core::epoch_milliseconds(iterator.created_at));
  return iterator.stream.get() + std::string(kVersion) + core::base64_encode(place);
}

std::optional<ShardIterator> parse_shard_iterator(std::string_view text) {
  const auto version = text.find(kVersion);
  if (version == std::string_view::npos) return std::nullopt;
  const auto place = core::base64_decode(text.substr(version + kVersion.size()));
  if (!place) return std::nullopt;
  std::string_view rest = *place;
  const auto shard = take_number(rest, ':');
  if (!shard) return std::nullopt;
  const auto next = take_number(rest, ':');
  if (!next) return std::nullopt;
  const auto created_at = take_number(rest, '\0');
  if (!created_at) return std::nullopt;
  return ShardIterator{core::StreamArn(std::string(text.substr(0, version))), *shard,
                       core::SequenceNumber(static_cast<std::uint64_t>(*next)),
                       core::from_epoch_milliseconds(*created_at)};
}

bool is_expired(const ShardIterator& iterator, core::TimePoint now) {
  return now - iterator.created_at > core::limits::kShardIteratorLifetime;
}

}  // namespace streams
