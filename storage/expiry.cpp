#include "storage/expiry.h"

#include "core/limits.h"
#include "storage/catalog.h"
#include "storage/item_codec.h"

namespace storage {
namespace {

namespace expressions = core::expressions;

core::Number epoch_seconds(core::TimePoint time) {
  return core::Number(std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count());
}

expressions::Condition has_still(const std::string& attribute, const core::AttributeValue& value) {
  expressions::DocumentPath path;
  path.attribute = attribute;
  return {
      expressions::Compare{std::move(path), expressions::Comparator::equal, value}
  };
}

}  // namespace

bool is_expired(const core::Item& item, const std::string& attribute, core::TimePoint now) {
  const core::AttributeValue* value = item.find(attribute);
  const auto* expires = value ? value->get_if<core::Number>() : nullptr;
  return expires && *expires < epoch_seconds(now) &&
         *expires >= epoch_seconds(now - core::limits::kMaxExpiredAge);
}

bool ExpirySweep::step(const ExpiryBounds& bounds) {
  Table* table = current_table();
  if (!table) {
    table_ = 0;
    from_.clear();
    return false;
  }
  const core::TimePoint now = clock_.now();
  const std::string attribute = *table->definition.time_to_live_attribute;
  const KeyRange range{std::exchange(from_, {}), {}};
  table_ = table->id;
  std::size_t read = 0;
  std::size_t deleted = 0;
  table->items.scan(range, Direction::forward,
                    [&](std::string_view key, std::int64_t, std::string_view stored) {
                      if (read == bounds.items_read || deleted == bounds.items_deleted) {
                        from_ = key;
                        return false;
                      }
                      ++read;
                      const core::Item item = decode_item(stored);
                      if (!is_expired(item, attribute, now)) return true;
                      submit_delete(*table, key, item);
                      ++deleted;
                      return true;
                    });
  return true;
}

Table* ExpirySweep::current_table() {
  const std::int64_t first = from_.empty() ? table_ + 1 : table_;
  Table* found = nullptr;
  catalog_.for_each([&](Table& table) {
    if (!table.definition.time_to_live_attribute || table.id < first) return;
    if (!found || table.id < found->id) found = &table;
  });
  if (found && found->id != table_) from_.clear();
  return found;
}

void ExpirySweep::submit_delete(Table& table, std::string_view key, const core::Item& item) {
  const std::string& attribute = *table.definition.time_to_live_attribute;
  WriteRequest request;
  request.table = &table;
  request.item_key = key;
  request.key = core::key_of(table.definition.key, item);
  request.write = core::DeleteItem{has_still(attribute, *item.find(attribute))};
  request.expired = true;
  writer_.submit(std::move(request), [](const WriteResult&) {});
}

}  // namespace storage
