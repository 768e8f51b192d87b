#pragma once

#include "storage/message_copy.h"
#include "storage/sqlite/connection.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The messages of queues. Times are milliseconds since the epoch.
//
// A message is two rows: what is said of it (message), which each receive changes, and what it says
// (message_content), which may be a megabyte and is written once. It is in its queue's bucket. To
// remove all messages of a large queue would take long, so the bucket is dropped instead, and
// remove_dropped takes the messages, bit by bit.
//
// A bucket's messages lie in the order in which they can be received (visible_at, then id): a
// message that is delayed or in flight stands where it will be visible, and one that was just sent
// behind all that are visible.
namespace storage {

struct NewMessage {
  std::string_view message_id;
  std::string_view body;
  std::string_view attributes;  // JSON, or empty when there are none
  std::string_view sender_id;
  std::string_view trace_header;  // may be empty, as the next
  std::string_view group_id;
};

struct MessageState {
  std::int64_t id = 0;  // never again another message's
  std::int64_t sent_at = 0;
  std::int64_t visible_at = 0;
  std::int64_t receive_count = 0;
  std::int64_t first_received_at = 0;  // 0: never, as the next
  std::int64_t last_received_at = 0;
  std::string source_arn;  // of the queue that it was moved from as a dead letter
};

// A place in a bucket's order: behind the message that is visible from then on and has that id.
struct MessagePosition {
  std::int64_t visible_at = 0;
  std::int64_t id = 0;
};

struct MessageContent {
  std::string message_id;
  std::string body;
  std::string attributes;
  std::string sender_id;
  std::string trace_header;
  std::string group_id;
};

struct MessageCounts {
  std::int64_t visible = 0;
  std::int64_t in_flight = 0;
  std::int64_t delayed = 0;  // not visible, and never received
};

// A count of a bucket's messages, as they are at a time, that goes on piece by piece.
struct MessageCounting {
  std::int64_t bucket = 0;
  std::int64_t now = 0;
  MessageCounts counts;  // until it is complete, what is delayed has those in flight
  MessagePosition seen;  // the last one that was counted
};

// What a removal may still remove: so many messages, and no more once they make so many bytes.
struct RemovalBudget {
  std::size_t messages = 0;
  std::size_t bytes = 0;

  bool is_spent() const { return messages == 0 || bytes == 0; }
  void take(std::size_t message_bytes) {
    --messages;
    bytes -= std::min(bytes, message_bytes);
  }
};

// Writes are made within somebody's transaction.
class MessageTable {
 public:
  explicit MessageTable(sqlite::Connection& connection);

  std::int64_t create_bucket();
  void drop_bucket(std::int64_t bucket);
  // Those of buckets: all changes tell them before.
  MessageCopies& copies() { return copies_; }

  void insert(std::int64_t bucket, const NewMessage& message, std::int64_t sent_at,
              std::int64_t visible_at);
  // The first of those behind the position that are visible at that time.
  std::vector<MessageState> find_visible(std::int64_t bucket, std::int64_t now,
                                         const MessagePosition& after, std::size_t limit);
  std::optional<MessageState> find(std::int64_t bucket, std::int64_t id);
  MessageContent content(std::int64_t id);
  // All of its state but when it was sent. Answers, as those that follow, how many bytes of
  // messages it took to do so: of what is erased, and of what had to be copied before.
  std::size_t update(const MessageState& state);
  // The clock went back: what was sent or received ahead of `now` was so now, and stays hidden for
  // as long as it would have; nothing stays so beyond `latest`. Looks at so many messages of all
  // buckets and copies, in the order of their ids, behind one; at fewer when those that have to be
  // copied before make kMaxCopiedBytes. Answers where to go on; nullopt: that were all.
  static constexpr std::size_t kMaxCopiedBytes = std::size_t{1} << 20;
  std::optional<std::int64_t> date_back(std::int64_t after, std::size_t most, std::int64_t now,
                                        std::int64_t latest);
  // To another queue's bucket, with that state.
  std::size_t move(const MessageState& state, std::int64_t bucket);
  std::size_t erase(std::int64_t bucket, std::int64_t id);

  // When the next message becomes visible that isn't at that time.
  std::optional<std::int64_t> next_visible_at(std::int64_t bucket, std::int64_t now);
  // Counts so many more; false when that were all.
  bool count_some(MessageCounting& counting, std::size_t most);
  std::int64_t count_in_flight(std::int64_t bucket, std::int64_t now);

  // Removes messages that were sent at that time or before; when that spends the budget, there may
  // be more.
  void remove_sent_until(std::int64_t bucket, std::int64_t time, RemovalBudget& budget);
  // The same, of dropped buckets, from the first of them on or where the last call ended. Answers
  // whether there may be more.
  bool remove_dropped(RemovalBudget& budget, bool from_first);

 private:
  std::optional<std::int64_t> id_behind(std::int64_t after, std::size_t count);
  // Answers its bytes, and those of copies.
  std::size_t erase_rows(std::int64_t id);
  std::size_t size_bytes(std::int64_t id);
  static constexpr std::size_t kBucketsLookedAt = 500;
  // The next one, if it is among so many; whether there may be others.
  std::pair<std::optional<std::int64_t>, bool> find_dropped();

  sqlite::Connection& connection_;
  std::int64_t looked_to_ = 0;  // the last one that was looked at, and was being made
  MessageCopies copies_;
  sqlite::Statement insert_state_;
  sqlite::Statement insert_content_;
  sqlite::Statement visible_;
  sqlite::Statement find_;
  sqlite::Statement content_;
  sqlite::Statement update_;
  sqlite::Statement move_;
  sqlite::Statement erase_state_;
  sqlite::Statement erase_content_;
  sqlite::Statement next_visible_;
  sqlite::Statement same_time_;
  sqlite::Statement later_;
  sqlite::Statement in_flight_;
  sqlite::Statement older_;
};

}  // namespace storage
