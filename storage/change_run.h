#pragma once

#include "storage/change_record.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

// The stored form of change records: those that one commit added to one shard lie together in a
// row, a run. A row for each would cost a put several times as much.
//
//   run    = record*
//   record = sequence what keys [new image] [old image]
//     sequence: varint; the first record's number, then what each next one adds to it
//     what: one byte; ChangeEvent, and bits for "expired" and for the images that follow
//     keys, images: texts (byte_codec.h) of the stored form
namespace storage {

struct ChangeRun {
  ShardNumber shard = 0;
  core::SequenceNumber last;  // the number of its last record: what the run is known by
  core::WallTime created_at;
  std::string records;
};

// The records in runs, which are ordered by `last`. The records must be in order of their numbers.
// A run's records are of one shard and made at one time, and a run ends when it is long enough.
std::vector<ChangeRun> pack_changes(const std::vector<ChangeRecord>& records);

std::vector<ChangeRecord> unpack_changes(ShardNumber shard, core::WallTime created_at,
                                         std::string_view records);

// Bytes of a run from an offset on: so many, or as many as there are. Until the next call.
using FetchBytes = std::function<std::string_view(std::size_t offset, std::size_t bytes)>;
// Calls visit(head) for the records of a run of so many bytes until it returns false; false then.
// Fetches what lies before the images, and nothing far within them.
bool visit_heads(std::size_t run_bytes, core::WallTime created_at, const FetchBytes& fetch,
                 const std::function<bool(const ChangeHead&)>& visit);

}  // namespace storage
