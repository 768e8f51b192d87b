#include "streams/shard_iterator.h"

#include "core/base64.h"
#include "core/fnv1a.h"
#include "core/limits.h"

#include <fmt/format.h>

#include <charconv>
#include <limits>

namespace streams {
namespace {

constexpr std::string_view kVersion = "|1|";

constexpr std::int64_t kLastMillisecond = 253'402'300'799'999;  // of the year 9999

constexpr std::int64_t kLastGeneration = std::numeric_limits<std::uint32_t>::max();

// Reads a decimal number and the colon behind it, and takes both off the text.
std::optional<std::int64_t> take_number(std::string_view& text) {
  std::int64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
  if (!text.starts_with(':')) return std::nullopt;
  text.remove_prefix(1);
  return number;
}

std::string check_sum(std::string_view stream, std::string_view place) {
  return fmt::format("{:016x}", core::fnv1a(fmt::format("{}{}", stream, place)));
}

}  // namespace

std::string to_text(const ShardIterator& iterator) {
  const std::string& stream = iterator.stream.get();
  std::string place = fmt::format("{}:{}:{}:", iterator.shard, iterator.next.get(),
                                  core::epoch_milliseconds(iterator.created_at));
  if (iterator.generation > 0) place += fmt::format("{}:", iterator.generation);
  place += check_sum(stream, place);
  return stream + std::string(kVersion) + core::base64_encode(place);
}

std::optional<ShardIterator> parse_shard_iterator(std::string_view text) {
  const auto version = text.find(kVersion);
  if (version == std::string_view::npos) return std::nullopt;
  const std::string_view stream = text.substr(0, version);
  const auto place = core::base64_decode(text.substr(version + kVersion.size()));
  if (!place) return std::nullopt;
  std::string_view rest = *place;
  const auto shard = take_number(rest);
  if (!shard) return std::nullopt;
  const auto next = take_number(rest);
  if (!next) return std::nullopt;
  const auto created_at = take_number(rest);
  if (!created_at || *created_at > kLastMillisecond) return std::nullopt;
  const bool has_generation = rest.find(':') != std::string_view::npos;
  const std::optional<std::int64_t> generation = has_generation ? take_number(rest) : 0;
  if (!generation || *generation > kLastGeneration || (has_generation && *generation == 0)) {
    return std::nullopt;
  }
  const std::string_view checked(place->data(), place->size() - rest.size());
  if (rest != check_sum(stream, checked)) return std::nullopt;
  return ShardIterator{core::StreamArn(std::string(stream)), *shard,
                       core::SequenceNumber(static_cast<std::uint64_t>(*next)),
                       core::from_epoch_milliseconds(*created_at),
                       static_cast<std::uint32_t>(*generation)};
}

// In milliseconds, as the text has it: the fraction that it dropped mustn't count against it.
bool is_expired(const ShardIterator& iterator, core::WallTime now) {
  const std::chrono::milliseconds age(core::epoch_milliseconds(now) -
                                      core::epoch_milliseconds(iterator.created_at));
  return age > core::limits::kShardIteratorLifetime;
}

}  // namespace streams
