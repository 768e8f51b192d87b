#pragma once

#include "storage/sqlite/connection.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <unordered_set>

// Copies of buckets of messages (message_table.h), a piece at a time. Engine thread; all calls but
// the end of a copy are within somebody's transaction.
namespace storage {

class MessageCopy;

// The copies that are under way. Whoever changes messages says so before: those that are to be
// copied are copied then as they are.
class MessageCopies {
 public:
  explicit MessageCopies(sqlite::Connection& connection);
  ~MessageCopies();
  MessageCopies(const MessageCopies&) = delete;
  MessageCopies& operator=(const MessageCopies&) = delete;

  // This message is about to change, to move or to go. Answers the bytes that were copied of it.
  std::size_t keep(std::int64_t id) { return by_source_.empty() ? 0 : keep_of_any(id); }
  // It has come to that bucket from another one, as no copy shows.
  void leave_out(std::int64_t id, std::int64_t bucket);

  bool any() const { return !by_source_.empty(); }
  bool is_made(std::int64_t bucket) const { return made_.contains(bucket); }

 private:
  friend class MessageCopy;
  struct Statements;

  void begin(MessageCopy& copy);
  void end(const MessageCopy& copy);
  std::size_t keep_of_any(std::int64_t id);
  bool is_settled(const MessageCopy& copy, std::int64_t id);
  void settle(const MessageCopy& copy, std::int64_t id);
  // Answers its bytes.
  std::size_t write(const MessageCopy& copy, std::int64_t id);

  sqlite::Connection& connection_;
  std::unique_ptr<Statements> statements_;  // from the first copy on
  std::unordered_multimap<std::int64_t, MessageCopy*> by_source_;
  std::unordered_set<std::int64_t> made_;  // the buckets that are being made
};

// What a bucket holds when this is made, copied to a new one. Copies have numbers of their own, in
// the order of the messages' sending but for those that had to be copied early.
//
// Until it is complete, the new bucket is one that was dropped, so what a kill or a failure cuts
// off goes as those do. When the transaction of a step fails, the copy can't be completed.
class MessageCopy {
 public:
  static constexpr std::size_t kMaxMessages = 100;
  static constexpr std::size_t kMaxBytes = std::size_t{256} << 10;

  // The copies must outlive it.
  MessageCopy(MessageCopies& copies, std::int64_t from);
  ~MessageCopy();
  MessageCopy(const MessageCopy&) = delete;
  MessageCopy& operator=(const MessageCopy&) = delete;

  std::int64_t bucket() const { return to_; }
  // Copies the next messages: so many at most, and none behind this many bytes of them. False when
  // all are copied: the bucket is its owner's from then on.
  bool step();

 private:
  friend class MessageCopies;
  struct Place {
    std::int64_t sent_at = -1;
    std::int64_t id = 0;
    auto operator<=>(const Place&) const = default;
  };
  // The message is in the bucket that is copied.
  bool awaits(const Place& message) const;

  MessageCopies& copies_;
  std::int64_t from_;
  std::int64_t to_ = 0;
  std::int64_t last_ = 0;  // higher numbers came later
  Place seen_;             // the last one that step() has looked at
};

}  // namespace storage
