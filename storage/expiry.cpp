#include "storage/expiry.h"

#include "core/limits.h"
#include "core/scope_filter.h"
#include "storage/catalog.h"
#include "storage/item_codec.h"
#include "storage/key_codec.h"

#include <algorithm>
#include <utility>

namespace storage {
namespace {

namespace expressions = core::expressions;

std::int64_t epoch_seconds(core::WallTime time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

expressions::Condition has_still(const std::string& attribute, const core::AttributeValue& value) {
  expressions::DocumentPath path;
  path.attribute = attribute;
  return {
      expressions::Compare{std::move(path), expressions::Comparator::equal,
                           expressions::Literal(value)}
  };
}

}  // namespace

ExpiredSeconds expired_seconds(core::WallTime now) {
  return {epoch_seconds(now - core::limits::kMaxExpiredAge), epoch_seconds(now)};
}

bool ExpirySweep::step(const ExpiryBounds& bounds) {
  std::size_t looks = 0;
  while (Table* table = catalog_.after(scope_, name_)) {
    if (looks == bounds.tables_looked_at) return true;
    if (table->expiry && !core::is_snapshot(table->definition.scope)) {
      ++looks;
      if (expire_some(*table, bounds)) return true;
    }
    scope_ = table->definition.scope;
    name_ = table->definition.name.get();
    from_ = kFirst;
  }
  restart();
  return false;
}

void ExpirySweep::restart() {
  scope_ = {};
  name_.clear();
  from_ = kFirst;
}

// True when there were some; then there may be more. What was submitted lies before the place to go
// on, so that a delete that comes to nothing isn't tried again in this round.
bool ExpirySweep::expire_some(Table& table, const ExpiryBounds& bounds) {
  const ExpiredSeconds expired = expired_seconds(clock_.now());
  std::size_t bytes = 0;
  std::size_t deleted = 0;
  const auto look = [&](const ExpiryEntry& entry) {
    if (deleted == bounds.items_deleted || bytes >= bounds.bytes_read) return false;
    from_ = {entry.second, entry.row + 1};
    const auto stored = table.items.item_at(entry.row);
    if (!stored) return true;
    bytes += stored->size();
    ++deleted;
    submit_delete(table, decode_item(*stored));
    return true;
  };
  const ExpiryEntry first = std::max(from_, ExpiryEntry{expired.first, 0});
  table.expiry->entries.scan(first, expired.end, look);
  return deleted > 0;
}

void ExpirySweep::submit_delete(Table& table, const core::Item& item) {
  const std::string& attribute = *table.definition.time_to_live_attribute;
  WriteRequest request;
  request.table = &table;
  request.item_key = encode_key(table.definition.key, item);
  request.key = core::key_of(table.definition.key, item);
  request.write = core::DeleteItem{has_still(attribute, *item.find(attribute))};
  request.expired = true;
  writer_.submit(std::move(request), [](const WriteResult&) {});
}

}  // namespace storage
