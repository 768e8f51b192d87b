#include "storage/expiry.h"

#include "core/limits.h"
#include "storage/catalog.h"
#include "storage/item_codec.h"

#include <algorithm>
#include <utility>

namespace storage {
namespace {

namespace expressions = core::expressions;

core::Number epoch_seconds(core::WallTime time) {
  return core::Number(std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count());
}

// Later than any time of day that a clock may show.
core::Number never() {
  return core::Number::parse("1e100");
}

bool is_too_old(const core::Number& expires, core::WallTime now) {
  return expires < epoch_seconds(now - core::limits::kMaxExpiredAge);
}

expressions::Condition has_still(const std::string& attribute, const core::AttributeValue& value) {
  expressions::DocumentPath path;
  path.attribute = attribute;
  return {
      expressions::Compare{std::move(path), expressions::Comparator::equal, value}
  };
}

}  // namespace

bool is_expired(const core::Number& expires, core::WallTime now) {
  return expires < epoch_seconds(now) && !is_too_old(expires, now);
}

void note_expiry(Table& table, const core::Item& item, const core::Clock& clock) {
  const auto& attribute = table.definition.time_to_live_attribute;
  if (!attribute || !table.next_expiry) return;
  const core::AttributeValue* value = item.find(*attribute);
  const auto* expires = value ? value->get_if<core::Number>() : nullptr;
  if (!expires || is_too_old(*expires, clock.now())) return;
  table.next_expiry = std::min(*table.next_expiry, *expires);
}

bool ExpirySweep::step(const ExpiryBounds& bounds) {
  const core::WallTime now = clock_.now();
  if (now < std::exchange(looked_at_, now)) {
    catalog_.for_each([](Table& table) { table.next_expiry.reset(); });
  }
  Table* table = current_table(now);
  if (!table) {
    restart();
    return false;
  }
  if (from_.empty()) begin_walk(*table);
  const KeyRange range{std::exchange(from_, {}), {}};
  std::size_t read = 0;
  std::size_t bytes = 0;
  std::size_t deleted = 0;
  const auto look = [&](std::string_view key, std::int64_t, std::string_view stored) {
    if (read == bounds.items_read || bytes >= bounds.bytes_read ||
        deleted == bounds.items_deleted) {
      from_ = key;
      return false;
    }
    ++read;
    bytes += stored.size();
    const auto text = find_stored_number(stored, *table->definition.time_to_live_attribute);
    if (!text) return true;
    const core::Number expires = core::Number::parse(*text);
    if (is_expired(expires, now)) {
      submit_delete(*table, key, decode_item(stored));
      ++deleted;
    } else if (!is_too_old(expires, now)) {
      walks_next_ = std::min(walks_next_, expires);
    }
    return true;
  };
  table->items.scan(range, Direction::forward, look);
  if (from_.empty()) end_walk(*table);
  return true;
}

void ExpirySweep::restart() {
  // What a walk that is under way would have learned of the rest isn't known.
  if (!from_.empty()) {
    catalog_.for_each([&](Table& table) {
      if (table.id == table_) table.next_expiry.reset();
    });
  }
  table_ = 0;
  from_.clear();
}

Table* ExpirySweep::current_table(core::WallTime now) {
  const std::int64_t first = from_.empty() ? table_ + 1 : table_;
  const core::Number second = epoch_seconds(now);
  Table* found = nullptr;
  catalog_.for_each([&](Table& table) {
    if (!table.definition.time_to_live_attribute || table.id < first) return;
    const bool under_way = table.id == table_;
    if (!under_way && table.next_expiry && *table.next_expiry >= second) return;
    if (!found || table.id < found->id) found = &table;
  });
  if (found && found->id != table_) from_.clear();
  return found;
}

// From here on writes are taken note of, also of items that the walk has passed.
void ExpirySweep::begin_walk(Table& table) {
  table_ = table.id;
  table.next_expiry = never();
  walks_next_ = never();
}

void ExpirySweep::end_walk(Table& table) {
  if (table.next_expiry) table.next_expiry = std::min(*table.next_expiry, walks_next_);
}

void ExpirySweep::submit_delete(Table& table, std::string_view key, const core::Item& item) {
  const std::string& attribute = *table.definition.time_to_live_attribute;
  WriteRequest request;
  request.table = &table;
  request.item_key = key;
  request.key = core::key_of(table.definition.key, item);
  request.write = core::DeleteItem{has_still(attribute, *item.find(attribute))};
  request.expired = true;
  writer_.submit(std::move(request), [&table](const WriteResult& result) {
    if (result.error) table.next_expiry.reset();  // it is still there
  });
}

}  // namespace storage
