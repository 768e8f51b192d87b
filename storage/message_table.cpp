#include "storage/message_table.h"

#include <fmt/format.h>

#include <limits>

namespace storage {
namespace {

MessageState read_state(const sqlite::Run& run) {
  MessageState state;
  state.id = run.whole(0);
  state.sent_at = run.whole(1);
  state.visible_at = run.whole(2);
  state.receive_count = run.whole(3);
  state.first_received_at = run.is_null(4) ? 0 : run.whole(4);
  state.last_received_at = run.is_null(5) ? 0 : run.whole(5);
  state.source_arn = run.text(6);
  return state;
}

std::optional<std::int64_t> unless_zero(std::int64_t time) {
  return time == 0 ? std::nullopt : std::optional(time);
}

std::vector<std::int64_t> read_ids(sqlite::Run& run) {
  std::vector<std::int64_t> ids;
  while (run.next()) ids.push_back(run.whole(0));
  return ids;
}

}  // namespace

MessageTable::MessageTable(sqlite::Connection& connection)
    : connection_(connection),
      copies_(connection),
      insert_state_(
          connection.prepare("INSERT INTO message (bucket, sent_at, visible_at) VALUES (?, ?, ?)")),
      insert_content_(
          connection.prepare("INSERT INTO message_content VALUES (?, ?, ?, ?, ?, ?, ?)")),
      visible_(connection.prepare(
          "SELECT id, sent_at, visible_at, receive_count, first_received_at, last_received_at, "
          "source_arn FROM message WHERE bucket = ? AND visible_at <= ? "
          "AND (visible_at, id) > (?, ?) ORDER BY visible_at, id LIMIT ?")),
      find_(connection.prepare(
          "SELECT id, sent_at, visible_at, receive_count, first_received_at, last_received_at, "
          "source_arn FROM message WHERE id = ? AND bucket = ?")),
      content_(connection.prepare("SELECT message_id, body, attributes, sender_id, trace_header, "
                                  "group_id FROM message_content WHERE id = ?")),
      update_(connection.prepare(
          "UPDATE message SET visible_at = ?, receive_count = ?, first_received_at = ?, "
          "last_received_at = ?, source_arn = ? WHERE id = ?")),
      move_(connection.prepare("UPDATE message SET bucket = ? WHERE id = ?")),
      erase_state_(connection.prepare("DELETE FROM message WHERE id = ?")),
      erase_content_(connection.prepare("DELETE FROM message_content WHERE id = ?")),
      next_visible_(connection.prepare(
          "SELECT min(visible_at) FROM message WHERE bucket = ? AND visible_at > ?")),
      same_time_(connection.prepare("SELECT visible_at, id FROM message WHERE bucket = ? "
                                    "AND visible_at = ? AND id > ? ORDER BY id LIMIT ?")),
      later_(connection.prepare("SELECT visible_at, id FROM message WHERE bucket = ? "
                                "AND visible_at > ? ORDER BY visible_at, id LIMIT ?")),
      in_flight_(connection.prepare("SELECT count(*) FROM message INDEXED BY message_in_flight "
                                    "WHERE bucket = ? AND visible_at > ? AND receive_count > 0")),
      older_(connection.prepare("SELECT id FROM message WHERE bucket = ? AND sent_at <= ? "
                                "ORDER BY sent_at LIMIT ?")) {}

std::int64_t MessageTable::create_bucket() {
  connection_.execute("INSERT INTO message_bucket DEFAULT VALUES");
  return connection_.last_insert_rowid();
}

void MessageTable::drop_bucket(std::int64_t bucket) {
  auto statement = connection_.prepare("UPDATE message_bucket SET dropped = 1 WHERE id = ?");
  statement.run().bind(1, bucket).execute();
}

void MessageTable::insert(std::int64_t bucket, const NewMessage& message, std::int64_t sent_at,
                          std::int64_t visible_at) {
  insert_state_.run().bind(1, bucket).bind(2, sent_at).bind(3, visible_at).execute();
  insert_content_.run()
      .bind(1, connection_.last_insert_rowid())
      .bind_text(2, message.message_id)
      .bind_text(3, message.body)
      .bind_text(4, message.attributes)
      .bind_text(5, message.sender_id)
      .bind_text(6, message.trace_header)
      .bind_text(7, message.group_id)
      .execute();
}

std::vector<MessageState> MessageTable::find_visible(std::int64_t bucket, std::int64_t now,
                                                     const MessagePosition& after,
                                                     std::size_t limit) {
  auto run = visible_.run();
  run.bind(1, bucket).bind(2, now).bind(3, after.visible_at).bind(4, after.id);
  run.bind(5, static_cast<std::int64_t>(limit));
  std::vector<MessageState> states;
  while (run.next()) states.push_back(read_state(run));
  return states;
}

std::optional<MessageState> MessageTable::find(std::int64_t bucket, std::int64_t id) {
  auto run = find_.run();
  run.bind(1, id).bind(2, bucket);
  if (!run.next()) return std::nullopt;
  return read_state(run);
}

MessageContent MessageTable::content(std::int64_t id) {
  auto run = content_.run();
  run.bind(1, id);
  MessageContent content;
  if (!run.next()) return content;
  content.message_id = run.text(0);
  content.body = run.text(1);
  content.attributes = run.text(2);
  content.sender_id = run.text(3);
  content.trace_header = run.text(4);
  content.group_id = run.text(5);
  return content;
}

std::size_t MessageTable::update(const MessageState& state) {
  const std::size_t copied_bytes = copies_.keep(state.id);
  update_.run()
      .bind(1, state.visible_at)
      .bind(2, state.receive_count)
      .bind_optional(3, unless_zero(state.first_received_at))
      .bind_optional(4, unless_zero(state.last_received_at))
      .bind_text(5, state.source_arn)
      .bind(6, state.id)
      .execute();
  return copied_bytes;
}

std::size_t MessageTable::move(const MessageState& state, std::int64_t bucket) {
  const std::size_t copied_bytes = update(state);
  move_.run().bind(1, bucket).bind(2, state.id).execute();
  copies_.leave_out(state.id, bucket);
  return copied_bytes;
}

std::size_t MessageTable::erase(std::int64_t bucket, std::int64_t id) {
  return find(bucket, id) ? erase_rows(id) : 0;
}

std::optional<std::int64_t> MessageTable::date_back(std::int64_t after, std::size_t most,
                                                    std::int64_t now, std::int64_t latest) {
  constexpr std::string_view kAhead =
      " WHERE id > ?1 AND id <= ?2 AND visible_at > ?3 "
      "AND (sent_at > ?3 OR last_received_at > ?3 OR visible_at > ?4)";
  auto next = id_behind(after, most);
  std::int64_t until = next.value_or(std::numeric_limits<std::int64_t>::max());
  const auto run_on_those = [&](sqlite::Statement& statement) {
    auto run = statement.run();
    run.bind(1, after).bind(2, until).bind(3, now).bind(4, latest);
    return run;
  };
  if (copies_.any()) {
    auto list = connection_.prepare(fmt::format("SELECT id FROM message{} ORDER BY id", kAhead));
    auto run = run_on_those(list);
    std::size_t copied_bytes = 0;
    for (const std::int64_t id : read_ids(run)) {
      copied_bytes += copies_.keep(id);
      if (copied_bytes < kMaxCopiedBytes) continue;
      next = until = id;
      break;
    }
  }
  auto statement = connection_.prepare(
      fmt::format("UPDATE message SET visible_at = "
                  "min(visible_at - max(0, max(sent_at, coalesce(last_received_at, 0)) - ?3), ?4), "
                  "sent_at = min(sent_at, ?3), first_received_at = min(first_received_at, ?3), "
                  "last_received_at = min(last_received_at, ?3){}",
                  kAhead));
  run_on_those(statement).execute();
  return next;
}

// The so-many-th one's.
std::optional<std::int64_t> MessageTable::id_behind(std::int64_t after, std::size_t count) {
  auto statement =
      connection_.prepare("SELECT id FROM message WHERE id > ? ORDER BY id LIMIT 1 OFFSET ?");
  auto run = statement.run();
  run.bind(1, after).bind(2, static_cast<std::int64_t>(count) - 1);
  return run.next() ? std::optional(run.whole(0)) : std::nullopt;
}

std::optional<std::int64_t> MessageTable::next_visible_at(std::int64_t bucket, std::int64_t now) {
  auto run = next_visible_.run();
  run.bind(1, bucket).bind(2, now);
  if (!run.next() || run.is_null(0)) return std::nullopt;
  return run.whole(0);
}

// Those of one time are read apart, so that the index leads to the next one, however many they are.
bool MessageTable::count_some(MessageCounting& counting, std::size_t most) {
  MessageCounts& counts = counting.counts;
  std::size_t left = most;
  const auto count = [&](sqlite::Run run) {
    for (; run.next(); --left) {
      counting.seen = {run.whole(0), run.whole(1)};
      ++(counting.seen.visible_at <= counting.now ? counts.visible : counts.delayed);
    }
  };
  auto same_time = same_time_.run();
  same_time.bind(1, counting.bucket).bind(2, counting.seen.visible_at).bind(3, counting.seen.id);
  same_time.bind(4, static_cast<std::int64_t>(left));
  count(std::move(same_time));
  auto later = later_.run();
  later.bind(1, counting.bucket).bind(2, counting.seen.visible_at);
  later.bind(3, static_cast<std::int64_t>(left));
  count(std::move(later));
  if (left == 0) return true;
  counts.in_flight = count_in_flight(counting.bucket, counting.now);
  counts.delayed = std::max<std::int64_t>(counts.delayed - counts.in_flight, 0);
  return false;
}

std::int64_t MessageTable::count_in_flight(std::int64_t bucket, std::int64_t now) {
  auto run = in_flight_.run();
  run.bind(1, bucket).bind(2, now);
  return run.next() ? run.whole(0) : 0;
}

std::size_t MessageTable::size_bytes(std::int64_t id) {
  auto run = content_.run();
  run.bind(1, id);
  return run.next() ? run.text(1).size() + run.text(2).size() : 0;
}

std::size_t MessageTable::erase_rows(std::int64_t id) {
  const std::size_t bytes = copies_.keep(id) + size_bytes(id);
  erase_content_.run().bind(1, id).execute();
  erase_state_.run().bind(1, id).execute();
  return bytes;
}

void MessageTable::remove_sent_until(std::int64_t bucket, std::int64_t time,
                                     RemovalBudget& budget) {
  std::vector<std::int64_t> ids;
  {
    auto run = older_.run();
    run.bind(1, bucket).bind(2, time).bind(3, static_cast<std::int64_t>(budget.messages));
    ids = read_ids(run);
  }
  for (const std::int64_t id : ids) {
    if (budget.is_spent()) return;
    budget.take(erase_rows(id));
  }
}

// A bucket that is being copied to is one, too, and its copy's.
std::pair<std::optional<std::int64_t>, bool> MessageTable::find_dropped() {
  auto dropped = connection_.prepare(
      "SELECT id FROM message_bucket INDEXED BY dropped_bucket WHERE dropped AND id > ? "
      "ORDER BY id LIMIT ?");
  auto run = dropped.run();
  run.bind(1, looked_to_).bind(2, static_cast<std::int64_t>(kBucketsLookedAt));
  std::size_t looked_at = 0;
  for (; run.next(); ++looked_at) {
    const std::int64_t bucket = run.whole(0);
    if (!copies_.is_made(bucket)) return {bucket, true};
    looked_to_ = bucket;
  }
  return {std::nullopt, looked_at == kBucketsLookedAt};
}

bool MessageTable::remove_dropped(RemovalBudget& budget, bool from_first) {
  if (from_first) looked_to_ = 0;
  const auto [bucket, more] = find_dropped();
  if (!bucket) return more;
  remove_sent_until(*bucket, std::numeric_limits<std::int64_t>::max(), budget);
  if (!budget.is_spent()) {
    auto forget = connection_.prepare("DELETE FROM message_bucket WHERE id = ?");
    forget.run().bind(1, *bucket).execute();
  }
  return more;
}

}  // namespace storage
