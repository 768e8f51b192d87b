#include "storage/past_items.h"

namespace storage {
namespace {

// What a piece has read, and whether it may read on.
class Piece {
 public:
  Piece(const ReadBounds& bounds, const TakeItem& take) : bounds_(bounds), take_(take) {}

  bool is_full() const { return items_ >= bounds_.items || bytes_ >= bounds_.bytes; }
  void take(std::string_view key, std::string_view item) {
    count(item.size());
    take_(key, item);
  }
  void count(std::size_t bytes) {
    ++items_;
    bytes_ += bytes;
  }

 private:
  const ReadBounds& bounds_;
  const TakeItem& take_;
  std::size_t items_ = 0;
  std::size_t bytes_ = 0;
};

// Two walks in key order side by side: over the items of now, and over the keys that were written.
class PastWalk {
 public:
  PastWalk(HistoryTable& history, HistoryPosition moment, std::string_view from, Piece& piece)
      : history_(history), moment_(moment), piece_(piece), written_(history.next_key(from)) {}

  // The written keys before this one have no item now.
  bool take_gone_before(std::string_view key) {
    while (written_ && (key.empty() || *written_ < key)) {
      if (!take_written(std::string_view())) return false;
    }
    return true;
  }
  bool take_present(std::string_view key, std::string_view item) {
    if (!take_gone_before(key)) return false;
    if (written_ && *written_ == key) return take_written(item);
    if (stops_at(key)) return false;
    piece_.take(key, item);
    return true;
  }

  const NextKey& next() const { return next_; }

 private:
  bool stops_at(std::string_view key) {
    if (!piece_.is_full()) return false;
    next_ = std::string(key);
    return true;
  }

  // Of the written key that is next; `present` is its item of now, or empty.
  bool take_written(std::string_view present) {
    const std::string key = *written_;
    if (stops_at(key)) return false;
    const auto former = history_.former(key, moment_);
    if (!former) {
      if (present.empty()) piece_.count(0);
      if (!present.empty()) piece_.take(key, present);
    } else if (*former) {
      piece_.take(key, **former);
    } else {
      piece_.count(0);
    }
    written_ = history_.next_key(key + '\0');  // the least text that comes after
    return true;
  }

  HistoryTable& history_;
  HistoryPosition moment_;
  Piece& piece_;
  NextKey written_;
  NextKey next_;
};

std::optional<std::string> item_at(Table& table, std::string_view key, HistoryPosition moment) {
  if (auto former = table.history->former(key, moment)) return *std::move(former);
  const auto now = table.items.find(key);
  if (!now) return std::nullopt;
  return std::string(now->item);
}

}  // namespace

NextKey read_past_items(Table& table, HistoryPosition moment, std::string_view from,
                        const ReadBounds& bounds, const TakeItem& take) {
  Piece piece(bounds, take);
  PastWalk walk(*table.history, moment, from, piece);
  table.items.scan({std::string(from), {}}, Direction::forward,
                   [&](std::string_view key, std::int64_t, std::string_view item) {
                     return walk.take_present(key, item);
                   });
  if (!walk.next()) walk.take_gone_before({});
  return walk.next();
}

NextKey read_changes(Table& table, HistoryPosition since, HistoryPosition until,
                     std::string_view from, const ReadBounds& bounds, const TakeChange& take) {
  std::size_t keys = 0;
  std::size_t bytes = 0;
  const auto size = [](const std::optional<std::string>& item) { return item ? item->size() : 0; };
  NextKey key = table.history->next_key(from);
  for (; key && keys < bounds.items && bytes < bounds.bytes; ++keys) {
    if (const auto at = table.history->last_change(*key, since, until)) {
      ItemChange change{item_at(table, *key, since), item_at(table, *key, until), *at};
      bytes += size(change.before) + size(change.after);
      if (change.before || change.after) take(std::move(change));
    }
    key = table.history->next_key(*key + '\0');  // the least text that comes after
  }
  return key;
}

NextKey read_items(Table& table, std::string_view from, const ReadBounds& bounds,
                   const TakeItem& take) {
  Piece piece(bounds, take);
  NextKey next;
  table.items.scan({std::string(from), {}}, Direction::forward,
                   [&](std::string_view key, std::int64_t, std::string_view item) {
                     if (piece.is_full()) {
                       next = std::string(key);
                       return false;
                     }
                     piece.take(key, item);
                     return true;
                   });
  return next;
}

}  // namespace storage
