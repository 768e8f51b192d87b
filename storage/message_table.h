#pragma once

#include "storage/message_copy.h"
#include "storage/sqlite/connection.h"

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
  // All of its state but when it was sent.
  void update(const MessageState& state);
  // The clock went back: what was sent or received ahead of `now` was so now, and stays hidden for
  // as long as it would have; nothing stays so beyond `latest`. Looks at so many messages of all
  // buckets and copies, in the order of their ids, behind one. Answers where to go on; nullopt:
  // that were all.
  std::optional<std::int64_t> date_back(std::int64_t after, std::size_t most, std::int64_t now,
                                        std::int64_t latest);
  // To another queue's bucket, with that state.
  void move(const MessageState& state, std::int64_t bucket);
  void erase(std::int64_t bucket, std::int64_t id);

  // When the next message becomes visible that isn't at that time.
  std::optional<std::int64_t> next_visible_at(std::int64_t bucket, std::int64_t now);
  MessageCounts count(std::int64_t bucket, std::int64_t now);
  // Leaves out those that are visible.
  MessageCounts count_hidden(std::int64_t bucket, std::int64_t now);

  // Removes messages that were sent at that time or before: at most so many. Answers how many it
  // removed; when that is the maximum, there may be more.
  std::size_t remove_sent_until(std::int64_t bucket, std::int64_t time, std::size_t max_messages);
  // The same, of dropped buckets, from the first of them on or where the last call ended.
  struct DroppedPiece {
    std::size_t removed = 0;
    bool more = false;  // there may be
  };
  DroppedPiece remove_dropped(std::size_t max_messages, bool from_first);

 private:
  std::optional<std::int64_t> id_behind(std::int64_t after, std::size_t count);
  void erase_rows(const std::vector<std::int64_t>& ids);
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
  sqlite::Statement older_;
};

}  // namespace storage
