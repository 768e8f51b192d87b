#pragma once

#include "storage/change_record.h"

#include <cstddef>

namespace streams {

// The records that one commit added to a shard.
struct Arrivals {
  storage::ShardNumber shard = 0;
  std::size_t records = 0;
  std::size_t stored_bytes = 0;
};

// What keys and images of a record take in the stored form.
inline std::size_t stored_bytes(const storage::ChangeRecord& record) {
  return record.keys.size() + (record.new_image ? record.new_image->size() : 0) +
         (record.old_image ? record.old_image->size() : 0);
}

}  // namespace streams
