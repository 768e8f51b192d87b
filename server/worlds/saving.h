#pragma once

#include "server/operations/queues/queues.h"
#include "server/s3/object_store.h"
#include "server/worlds/reset.h"
#include "server/worlds/saved_mappings.h"
#include "server/worlds/snapshot.h"
#include "server/worlds/steps.h"
#include "server/worlds/world_copy.h"
#include "storage/log_copy.h"
#include "storage/sqlite/connection.h"

#include <deque>
#include <memory>
#include <optional>

namespace server::worlds {

// What is saved only if somebody wants it.
struct Included {
  bool buckets = false;
  bool logs = false;
};

// One world that is saved in a snapshot's place, which has nothing, piece by piece. First it is
// noted what the world has; what is noted is saved, whatever becomes of it. A world of no more than
// kPagesAtOnce pages of things is noted when this is made, and so saved as it is then. A larger one
// is noted a page at a time, each as it is when its time comes. Engine thread.
class Saving {
 public:
  // Throws sqlite::Error. The references must outlive it.
  Saving(storage::sqlite::Connection& connection, const WorldParts& parts, SavedMappings& mappings,
         Snapshot snapshot, const Included& included);
  Saving(const Saving&) = delete;
  Saving& operator=(const Saving&) = delete;

  // Its counts are of what is noted.
  const Snapshot& snapshot() const { return snapshot_; }
  bool is_noted() const { return notes_.empty(); }

  // Does a piece; false when there is none left, and the rest, if any, is storage::Copies'. One
  // that fails is logged, and the last one.
  bool step();
  // It can't be completed.
  void fail() { failed_ = true; }
  // The world is about to be reset: what isn't noted by now can't be.
  void cut_off() { was_reset_ = was_reset_ || !is_noted(); }

  enum class Outcome { complete, was_reset, has_too_many_objects, failed };
  // nullopt until all is saved, or a reset came before.
  std::optional<Outcome> outcome() const;

 private:
  bool is_over() const { return failed_ || was_reset_ || has_too_many_objects_; }
  bool has_pieces() const;
  void plan_notes();
  void note_some(int pages);
  void note_tables();
  void note_queues();
  void note_mappings();
  void note_buckets();
  void note_logs();
  void copy_some();

  const WorldParts& parts_;
  SavedMappings& mappings_;
  Snapshot snapshot_;
  Steps notes_;
  SettingsCopies settings_;
  std::deque<std::unique_ptr<operations::QueueCopy>> queues_;
  std::optional<s3::BucketSave> buckets_;
  std::optional<storage::LogCopy> logs_;
  bool failed_ = false;
  bool was_reset_ = false;
  bool has_too_many_objects_ = false;
};

}  // namespace server::worlds
