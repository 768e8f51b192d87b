#include "core/item_size.h"
#include "storage/item_codec.h"
#include "storage/key_codec.h"
#include "storage/writer.h"

#include <algorithm>
#include <utility>

// What a write that isn't refused writes: the item, its entries in indexes and by expiry, what the
// table's history and stream keep of it, and what is counted of the table.
namespace storage {

Writer::Touched& Writer::touch(Table& table) {
  const auto found = std::find_if(touched_.begin(), touched_.end(),
                                  [&](const Touched& touched) { return touched.table == &table; });
  if (found != touched_.end()) return *found;
  Touched& touched = touched_.emplace_back(Touched{&table, table.statistics, {}, {}, {}});
  for (const Index& index : table.indexes) touched.indexes.push_back(index.statistics);
  return touched;
}

void Writer::perform(const WriteRequest& request, const Evaluation& evaluation) {
  Table& table = *request.table;
  Touched& touched = touch(table);
  if (!table.awaited_moment.expired()) note_awaited_moment(touched);
  Statistics& statistics = touched.statistics;
  std::int64_t row = 0;
  if (evaluation.row) {
    row = *evaluation.row;
    statistics.item_count -= 1;
    statistics.size_bytes -= static_cast<std::int64_t>(stored_size_bytes(evaluation.previous));
  }
  if (evaluation.current) {
    statistics.item_count += 1;
    statistics.size_bytes += static_cast<std::int64_t>(stored_size_bytes(*evaluation.current));
    if (evaluation.row) {
      table.items.update(request.item_key, {row, *evaluation.current});
    } else {
      row = table.items.insert(request.item_key, *evaluation.current);
    }
  } else {
    table.items.erase(request.item_key, row);
  }
  if (auto& history = table.history ? table.history : touched.history) {
    write_history(*history, request, evaluation);
  }
  write_indexes(request, evaluation, row, touched);
  if (table.expiry) write_expiry(request, evaluation, row);
  append_change(request, evaluation);
}

void Writer::write_indexes(const WriteRequest& request, const Evaluation& evaluation,
                           std::int64_t row, Touched& touched) {
  const core::TableDefinition& definition = request.table->definition;
  for (std::size_t i = 0; i < request.table->indexes.size(); ++i) {
    Index& index = request.table->indexes[i];
    if (!covers(index.filled_to, request.item_key)) continue;
    Statistics& statistics = touched.indexes[i];
    const auto entry = [&](const core::Item* item, int sign) -> std::optional<std::string> {
      if (!item) return std::nullopt;
      auto key = index_entry_key(index.definition, definition.key, *item, request.item_key);
      if (!key) return std::nullopt;
      statistics.item_count += sign;
      const auto& stored = sign < 0 ? evaluation.previous : *evaluation.current;
      statistics.size_bytes += sign * static_cast<std::int64_t>(index_size_bytes(
                                          definition, index.definition, *item, stored));
      return key;
    };
    const auto before = entry(evaluation.previous_item, -1);
    const auto after = entry(evaluation.current_item, +1);
    if (before == after) continue;
    if (before) index.entries.erase(*before);
    if (after) index.entries.insert(*after, row);
    turn_writes_ += (before ? 1 : 0) + (after ? 1 : 0);
  }
}

void Writer::note_awaited_moment(Touched& touched) {
  Table& table = *touched.table;
  if (touched.moment || table.awaited_moment.lock()->position) return;
  if (!table.history) touched.history = catalog_.store_new_history(table);
  touched.moment = (table.history ? table.history : touched.history)->last();
}

void Writer::write_history(HistoryTable& history, const WriteRequest& request,
                           const Evaluation& evaluation) {
  std::optional<std::string_view> previous;
  if (evaluation.row) previous = evaluation.previous;
  history.append(now_, request.item_key, previous);
}

void Writer::write_expiry(const WriteRequest& request, const Evaluation& evaluation,
                          std::int64_t row) {
  ExpiryIndex& expiry = *request.table->expiry;
  if (!covers(expiry.filled_to, request.item_key)) return;
  const std::string& attribute = *request.table->definition.time_to_live_attribute;
  std::optional<std::int64_t> before;
  std::optional<std::int64_t> after;
  if (evaluation.row) before = expiry_second(evaluation.previous, attribute);
  if (evaluation.current) after = expiry_second(*evaluation.current, attribute);
  if (before == after) return;
  if (before) expiry.entries.erase({*before, row});
  if (after) expiry.entries.insert({*after, row});
}

void Writer::append_change(const WriteRequest& request, const Evaluation& evaluation) {
  const auto& stream = request.table->stream;
  if (!stream) return;
  ChangeRecord& record = records_.emplace_back();
  record.shard = stream->shard_of(hash_of_key(request.item_key));
  record.sequence = take_sequence();
  record.created_at = now_;
  record.expired = request.expired;
  if (!evaluation.row) {
    record.event = ChangeEvent::insert;
  } else {
    record.event = evaluation.current ? ChangeEvent::modify : ChangeEvent::remove;
  }
  record.keys = request.key.empty()
                    ? encode_key_attributes(request.table->definition.key, *evaluation.current_item)
                    : encode_item(request.key);
  const bool both = stream->view_type == core::StreamViewType::new_and_old_images;
  if (both || stream->view_type == core::StreamViewType::new_image) {
    record.new_image = evaluation.current;
  }
  if ((both || stream->view_type == core::StreamViewType::old_image) && evaluation.row) {
    record.old_image = evaluation.previous;
  }
}

void Writer::store_statistics() {
  for (const Touched& touched : touched_) {
    const Table& table = *touched.table;
    if (touched.statistics != table.statistics) {
      catalog_.store_statistics(table, touched.statistics);
    }
    for (std::size_t i = 0; i < touched.indexes.size(); ++i) {
      const Index& index = table.indexes[i];
      if (touched.indexes[i] == index.statistics) continue;
      catalog_.store_index_statistics(table, index.definition.number, touched.indexes[i]);
    }
  }
}

void Writer::settle_tables() {
  for (Touched& touched : touched_) {
    Table& table = *touched.table;
    table.statistics = touched.statistics;
    for (std::size_t i = 0; i < touched.indexes.size(); ++i) {
      table.indexes[i].statistics = touched.indexes[i];
    }
    if (touched.history) table.history = std::move(touched.history);
    if (!touched.moment) continue;
    if (const auto moment = table.awaited_moment.lock()) moment->position = touched.moment;
  }
}

}  // namespace storage
