#pragma once

#include "core/clock.h"
#include "core/names.h"
#include "core/sequence_number.h"
#include "storage/change_record.h"

#include <optional>
#include <string>
#include <string_view>

namespace streams {

// A place in a shard. Its text carries all there is to know, so it survives a restart:
// STREAM_ARN "|1|" base64 of "shard:next:created_at:check", or, of a generation above 0,
// "shard:next:created_at:generation:check". created_at is in milliseconds; check is
// a sum over all before it, so that a text that was cut or made up is told from ours.
struct ShardIterator {
  core::StreamArn stream;
  storage::ShardNumber shard = 0;
  core::SequenceNumber next;     // the first sequence number that wasn't read
  core::WallTime created_at;     // it is good for 15 minutes
  std::uint32_t generation = 0;  // Stream::iterator_generation when it was made

  friend bool operator==(const ShardIterator&, const ShardIterator&) = default;
};

std::string to_text(const ShardIterator& iterator);
// nullopt for text that to_text didn't make.
std::optional<ShardIterator> parse_shard_iterator(std::string_view text);

// One that was made later than now, because the clock was moved back since, isn't.
bool is_expired(const ShardIterator& iterator, core::WallTime now);

}  // namespace streams
