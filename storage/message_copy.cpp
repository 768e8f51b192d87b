#include "storage/message_copy.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace storage {
namespace {

// Which messages a copy needs no more, or never did. It is rolled back with what it tells of, and
// known to this connection alone.
constexpr const char* kSettled =
    "CREATE TEMP TABLE IF NOT EXISTS settled_message "
    "(copy INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (copy, id)) WITHOUT ROWID";

}  // namespace

struct MessageCopies::Statements {
  explicit Statements(sqlite::Connection& connection)
      : last(connection.prepare("SELECT coalesce(max(id), 0) FROM message")),
        make(connection.prepare("INSERT INTO message_bucket (dropped) VALUES (1)")),
        hand_over(connection.prepare("UPDATE message_bucket SET dropped = 0 WHERE id = ?")),
        next(connection.prepare("SELECT sent_at, id FROM message WHERE bucket = ? "
                                "AND (sent_at, id) > (?, ?) ORDER BY sent_at, id LIMIT ?")),
        place(connection.prepare("SELECT bucket, sent_at FROM message WHERE id = ?")),
        copy_state(connection.prepare(
            "INSERT INTO message (bucket, sent_at, visible_at, receive_count, first_received_at, "
            "last_received_at, source_arn) SELECT ?, sent_at, visible_at, receive_count, "
            "first_received_at, last_received_at, source_arn FROM message WHERE id = ?")),
        copy_content(connection.prepare(
            "INSERT INTO message_content SELECT ?, message_id, body, attributes, sender_id, "
            "trace_header, group_id FROM message_content WHERE id = ?")),
        bytes(connection.prepare(
            "SELECT length(body) + length(attributes) FROM message_content WHERE id = ?")),
        is_settled(connection.prepare("SELECT 1 FROM settled_message WHERE copy = ? AND id = ?")),
        settle(connection.prepare("INSERT OR IGNORE INTO settled_message VALUES (?, ?)")),
        forget(connection.prepare("DELETE FROM settled_message WHERE copy = ?")) {}

  sqlite::Statement last;
  sqlite::Statement make;
  sqlite::Statement hand_over;
  sqlite::Statement next;
  sqlite::Statement place;
  sqlite::Statement copy_state;
  sqlite::Statement copy_content;
  sqlite::Statement bytes;
  sqlite::Statement is_settled;
  sqlite::Statement settle;
  sqlite::Statement forget;
};

// SQLite looks at all statements when it makes such a table, and now there are few.
MessageCopies::MessageCopies(sqlite::Connection& connection) : connection_(connection) {
  connection_.execute(kSettled);
}

MessageCopies::~MessageCopies() = default;

void MessageCopies::begin(MessageCopy& copy) {
  if (!statements_) statements_ = std::make_unique<Statements>(connection_);
  {
    auto run = statements_->last.run();
    if (run.next()) copy.last_ = run.whole(0);
  }
  statements_->make.run().execute();
  copy.to_ = connection_.last_insert_rowid();
  made_.insert(copy.to_);
  by_source_.emplace(copy.from_, &copy);
}

void MessageCopies::end(const MessageCopy& copy) {
  made_.erase(copy.to_);
  const auto [first, end] = by_source_.equal_range(copy.from_);
  const auto found =
      std::find_if(first, end, [&](const auto& each) { return each.second == &copy; });
  if (found != end) by_source_.erase(found);
}

std::size_t MessageCopies::keep_of_any(std::int64_t id) {
  std::int64_t bucket = 0;
  MessageCopy::Place message{0, id};
  {
    auto run = statements_->place.run();
    run.bind(1, id);
    if (!run.next()) return 0;
    bucket = run.whole(0);
    message.sent_at = run.whole(1);
  }
  std::size_t bytes = 0;
  const auto [first, end] = by_source_.equal_range(bucket);
  for (auto at = first; at != end; ++at) {
    const MessageCopy& copy = *at->second;
    if (!copy.awaits(message) || is_settled(copy, id)) continue;
    bytes += write(copy, id);
    settle(copy, id);
  }
  return bytes;
}

void MessageCopies::leave_out(std::int64_t id, std::int64_t bucket) {
  const auto [first, end] = by_source_.equal_range(bucket);
  for (auto at = first; at != end; ++at) settle(*at->second, id);
}

bool MessageCopies::is_settled(const MessageCopy& copy, std::int64_t id) {
  auto run = statements_->is_settled.run();
  run.bind(1, copy.to_).bind(2, id);
  return run.next();
}

void MessageCopies::settle(const MessageCopy& copy, std::int64_t id) {
  statements_->settle.run().bind(1, copy.to_).bind(2, id).execute();
}

std::size_t MessageCopies::write(const MessageCopy& copy, std::int64_t id) {
  statements_->copy_state.run().bind(1, copy.to_).bind(2, id).execute();
  statements_->copy_content.run().bind(1, connection_.last_insert_rowid()).bind(2, id).execute();
  auto run = statements_->bytes.run();
  run.bind(1, id);
  return run.next() ? static_cast<std::size_t>(run.whole(0)) : 0;
}

MessageCopy::MessageCopy(MessageCopies& copies, std::int64_t from) : copies_(copies), from_(from) {
  copies_.begin(*this);
}

MessageCopy::~MessageCopy() {
  copies_.end(*this);
}

bool MessageCopy::awaits(const Place& message) const {
  return message > seen_ && message.id <= last_;
}

bool MessageCopy::step() {
  MessageCopies::Statements& statements = *copies_.statements_;
  std::vector<Place> messages;
  {
    auto run = statements.next.run();
    run.bind(1, from_).bind(2, seen_.sent_at).bind(3, seen_.id);
    run.bind(4, static_cast<std::int64_t>(kMaxMessages));
    while (run.next()) messages.push_back({run.whole(0), run.whole(1)});
  }
  std::size_t bytes = 0;
  for (const Place& message : messages) {
    if (awaits(message) && !copies_.is_settled(*this, message.id)) {
      bytes += copies_.write(*this, message.id);
    }
    seen_ = message;
    if (bytes >= kMaxBytes) return true;
  }
  if (messages.size() == kMaxMessages) return true;
  statements.forget.run().bind(1, to_).execute();
  statements.hand_over.run().bind(1, to_).execute();
  return false;
}

}  // namespace storage
