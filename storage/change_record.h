#pragma once

#include "core/clock.h"
#include "core/sequence_number.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace storage {

// Shards are numbered through the whole store, in the order in which they were opened. No number is
// given out twice.
using ShardNumber = std::int64_t;

enum class ChangeEvent { insert, modify, remove };

// What one committed write did to one item, as far as the stream's view type wants to know. Keys
// and images are in the stored form (item_codec.h).
struct ChangeRecord {
  ShardNumber shard = 0;
  core::SequenceNumber sequence;
  core::WallTime created_at;
  ChangeEvent event = ChangeEvent::insert;
  bool expired = false;  // removed by time to live, not by a user
  std::string keys;
  std::optional<std::string> new_image;
  std::optional<std::string> old_image;
};

// What is known of a record without its images. A view, valid during the visit that hands it out.
struct ChangeHead {
  core::SequenceNumber sequence;
  core::WallTime created_at;
  std::string_view keys;
  std::size_t read_bytes = 0;  // that were read for it, since the one before
};

}  // namespace storage
