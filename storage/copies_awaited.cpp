#include "storage/copies.h"

#include <algorithm>
#include <limits>

// Copies of what tables are at a moment, which begin later. A table that isn't written until then
// is copied as it is; the first write makes sure of a history, and notes where in it the moment is.
namespace storage {
namespace {

// What is copied in one transaction: so many items with their entries of indexes.
constexpr std::int64_t kRowsAtOnce = 1000;
constexpr std::int64_t kBytesAtOnce = std::int64_t{256} << 10;
constexpr ReadBounds kWhole{std::numeric_limits<std::size_t>::max(),
                            std::numeric_limits<std::size_t>::max()};

bool is_copied_at_once(const Table& table) {
  const auto rows_of_item = static_cast<std::int64_t>(1 + table.definition.indexes.size());
  return table.statistics.item_count * rows_of_item <= kRowsAtOnce &&
         table.statistics.size_bytes <= kBytesAtOnce;
}

}  // namespace

void Copies::await_copy(Table& source, core::TableDefinition definition) {
  auto moment = source.awaited_moment.lock();
  if (!moment || moment->position) moment = std::make_shared<Moment>();
  source.awaited_moment = moment;
  awaited_.push_back({&source, std::move(definition), std::move(moment)});
}

bool Copies::begin_awaited(const core::Scope& target) {
  const auto next = std::find_if(awaited_.begin(), awaited_.end(), [&](const Awaited& awaited) {
    return awaited.definition.scope == target;
  });
  if (next == awaited_.end()) return false;
  begin(*next);
  Table& source = *next->source;
  awaited_.erase(next);
  drop_unused_history(source);
  return true;
}

void Copies::begin_awaited(Table& source) {
  for (auto at = awaited_.begin(); at != awaited_.end();) {
    if (at->source != &source) {
      ++at;
      continue;
    }
    begin(*at);
    at = awaited_.erase(at);
  }
  drop_unused_history(source);
}

bool Copies::awaits(const core::Scope& target) const {
  return std::any_of(awaited_.begin(), awaited_.end(),
                     [&](const Awaited& awaited) { return awaited.definition.scope == target; });
}

void Copies::begin(const Awaited& awaited) {
  Table& source = *awaited.source;
  std::optional<HistoryPosition>& moment = awaited.moment->position;
  CopyJob job = new_job();
  job.source_table = {source.definition.scope, source.definition.name.get()};
  if (!moment && is_copied_at_once(source)) {
    job.moment = kNow;
    make_table(std::move(job), awaited.definition, kWhole);
    return;
  }
  need_history(source);
  if (!moment) moment = source.history->last();
  job.moment = *moment;
  make_table(std::move(job), awaited.definition, kStep);
}

void Copies::forget_awaited(const core::ScopeFilter& scopes) {
  std::vector<Table*> sources;
  std::erase_if(awaited_, [&](const Awaited& awaited) {
    const bool gone =
        scopes.covers(awaited.definition.scope) || scopes.covers(awaited.source->definition.scope);
    if (gone) sources.push_back(awaited.source);
    return gone;
  });
  for (Table* source : sources) drop_unused_history(*source);
}

}  // namespace storage
