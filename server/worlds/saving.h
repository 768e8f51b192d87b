#pragma once

#include "server/operations/queues/queues.h"
#include "server/s3/object_store.h"
#include "server/worlds/reset.h"
#include "server/worlds/snapshot.h"
#include "server/worlds/world_copy.h"
#include "storage/log_copy.h"
#include "storage/sqlite/connection.h"

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>

namespace server::worlds {

// What is saved only if somebody wants it.
struct Included {
  bool buckets = false;
  bool logs = false;
};

// One world that is saved in a snapshot's place, which has nothing, piece by piece. What is saved
// is what the world has when this is made, whatever becomes of it. Engine thread.
class Saving {
 public:
  // Saves nothing yet, but sees to it that all can be saved. Throws sqlite::Error. The references
  // must outlive it.
  Saving(storage::sqlite::Connection& connection, const WorldParts& parts, Snapshot snapshot,
         const Included& included);
  Saving(const Saving&) = delete;
  Saving& operator=(const Saving&) = delete;

  const Snapshot& snapshot() const { return snapshot_; }

  // Does a piece; false when there is none left, and the rest, if any, is storage::Copies'. One
  // that fails is logged, and the last one.
  bool step();
  // It can't be completed.
  void fail() { failed_ = true; }

  enum class Outcome { complete, was_reset, failed };
  // nullopt until all is saved, or a reset came before.
  std::optional<Outcome> outcome() const;

 private:
  bool has_pieces() const;
  void begin_queues();
  void copy_some();

  const WorldParts& parts_;
  Snapshot snapshot_;
  std::size_t tables_ = 0;  // how many there will be
  std::deque<CopyStep> settings_;
  std::deque<std::unique_ptr<operations::QueueCopy>> queues_;
  std::optional<s3::BucketSave> buckets_;
  std::optional<storage::LogCopy> logs_;
  bool failed_ = false;
};

}  // namespace server::worlds
