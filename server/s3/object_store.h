#pragma once

#include "core/clock.h"
#include "core/scope_filter.h"
#include "server/s3/bucket.h"
#include "server/s3/conditions.h"
#include "server/services.h"
#include "storage/files/bucket_files.h"
#include "storage/object_table.h"
#include "storage/resource_table.h"
#include "storage/writer.h"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace server::s3 {

struct NewObject {
  std::string bucket;
  std::string key;
  std::string content;
  std::string etag;      // without quotes
  std::string document;  // to_json of its description
  WriteCondition condition;
};

// All buckets and objects. Names of buckets are the same for all accounts and regions, as on AWS.
//
// An object is a row and a file. The row says which file, so that it is replaced at once: first the
// new file's name is noted as a spare one, then a worker writes the file, then one commit gives it
// to the row and notes the old file in its place, and a worker removes that. Spare files that a
// kill left are removed at the next start; nothing else is.
//
// A bucket that loses all of its objects gets another place: its files are gone at once, and its
// rows go bit by bit.
//
// On the engine thread. It must outlive the workers.
class ObjectStore {
 public:
  struct Parts {
    storage::sqlite::Connection& connection;
    storage::Writer& writer;
    const core::Clock& clock;
    storage::files::OwnedDirectory directory;  // of all buckets
    bool durable;                              // files survive power loss
    RunOnWorker run_on_worker;
  };
  explicit ObjectStore(Parts parts);

  // nullptr when there is none.
  const Bucket* find_bucket(std::string_view name) const;
  // By name.
  std::vector<const Bucket*> buckets_of(const core::AccountId& account) const;
  // There must be none of that name. Answered on the spot, as is the next.
  void create_bucket(const Bucket& bucket);
  // False when it has objects.
  bool delete_bucket(const std::string& name);
  // With all that is in it. There must be one.
  void discard_bucket(const std::string& name);
  // Those behind `after`, at most so many.
  std::vector<const Bucket*> buckets_of(const core::ScopeFilter& scopes,
                                        std::string_view after = {},
                                        std::size_t most = core::kAll) const;
  // Buckets of these scopes with what is in them, also saved ones: at most so many. They answer how
  // many.
  std::size_t delete_buckets(const core::ScopeFilter& scopes, std::size_t most = core::kAll);
  std::size_t delete_saved(const core::ScopeFilter& scopes, std::size_t most = core::kAll);
  // All that is in it goes. False when there is no such bucket.
  bool empty_bucket(const std::string& name);
  // Removes some of what these left; false when there is nothing.
  bool remove_some();

  // bucket_copying.cpp: snapshots (server/worlds/) have buckets whose names are nobody's.

  // Those of a snapshot's scope by name, behind `after`: at most so many.
  std::vector<const Bucket*> saved_buckets(const core::Scope& place, std::string_view after = {},
                                           std::size_t most = core::kAll) const;
  std::size_t saved_bytes(const Bucket& saved) { return table_.count_bytes(saved.place); }
  // That buckets of one scope may have, to be saved (BucketSave).
  static constexpr std::size_t kMaxSavedObjects = 1000;

  std::optional<storage::StoredObject> find(std::string_view bucket, std::string_view key);
  std::vector<storage::ListedObject> list(std::string_view bucket, std::string_view from,
                                          std::size_t most) {
    return table_.list(place_of(bucket), from, most);
  }

  // Done once it is committed, or refused. The condition is looked at in the commit.
  using PutDone = std::function<void(WriteVerdict, core::WallTime modified_at)>;
  void put(NewObject object, PutDone done);

  // Keys that aren't there are fine, unless the condition wants them.
  using RemoveDone = std::function<void(WriteVerdict)>;
  void remove(const std::string& bucket, std::vector<std::string> keys, WriteCondition condition,
              RemoveDone done);

  // So many bytes from there on; nullopt when the file can't be read, which is logged.
  using ReadDone = std::function<void(std::optional<std::string>)>;
  void read(const storage::files::ObjectFile& file, std::size_t offset, std::size_t count,
            ReadDone done);

 private:
  struct Put;
  struct Removal;

  std::string place_of(std::string_view bucket) const;
  Bucket emptied(const Bucket& bucket);
  void erase_buckets(const std::vector<Bucket>& gone);
  void leave_place(const std::string& place);
  void discard_files(const std::string& place);
  bool remove_held();
  // Whether nothing is left of a bucket that was there.
  bool is_free(const std::string& place);
  // From that key on; false when there are no more.
  bool copy_some(const std::string& from, const std::string& to, std::string& next_key);
  void write_file(const std::shared_ptr<Put>& put);
  void commit(const std::shared_ptr<Put>& put);
  WriteVerdict take_over(Put& put);
  WriteVerdict remove_rows(Removal& removal);
  void remove_spare(const storage::files::ObjectFile& file);
  void remove_spares_of_last_run();

  Parts parts_;
  storage::ResourceTable bucket_table_;
  storage::ResourceTable saved_table_;
  storage::ResourceTable left_places_;  // what is there is still to be removed
  storage::ObjectTable table_;
  storage::files::BucketFiles files_;
  std::map<std::string, Bucket, std::less<>> buckets_;
  std::map<std::pair<core::Scope, std::string>, Bucket> saved_;
  std::set<std::string> being_made_;              // places that mustn't be removed yet
  int saves_ = 0;                                 // while there are some, no file is removed
  std::vector<storage::files::ObjectFile> held_;  // spare ones that go then

  friend class BucketRestore;
  friend class BucketSave;
};

// Buckets that are saved, some objects at a time, as they are when they are added. Rows are copied
// with that: it takes time by the number of objects, not by their size. Their files stay until it
// has gone.
class BucketSave {
 public:
  // The store must outlive it.
  BucketSave(ObjectStore& store, core::Scope place);
  ~BucketSave();
  BucketSave(const BucketSave&) = delete;
  BucketSave& operator=(const BucketSave&) = delete;

  // In somebody's transaction. False: with this one there are more objects than can be saved.
  bool add(const Bucket& bucket);
  bool is_saved() const { return files_.empty() && copies_.empty(); }
  // Links the next files, or stores the next buckets. Throws std::runtime_error.
  void step();

 private:
  struct SavedFile {
    storage::files::ObjectFile file;
    std::string place;  // of the bucket that gets it, too
  };
  void store_some();

  ObjectStore& store_;
  core::Scope place_;
  std::deque<Bucket> copies_;    // that aren't stored yet
  std::deque<SavedFile> files_;  // that aren't linked yet
  std::size_t objects_ = 0;
};

// One saved bucket that is made anew in a scope, under a name that is free, some objects at a time.
class BucketRestore {
 public:
  // The store must outlive it.
  BucketRestore(ObjectStore& store, const Bucket& saved, std::string name, const core::Scope& to);
  ~BucketRestore();
  BucketRestore(const BucketRestore&) = delete;
  BucketRestore& operator=(const BucketRestore&) = delete;

  // False when the bucket is there. Throws ApiError(resource_conflict) when another one is.
  bool step();

 private:
  ObjectStore& store_;
  Bucket bucket_;
  std::string from_;
  std::string next_key_;
};

}  // namespace server::s3
