#include "server/operations/items/consumed_capacity.h"

#include "core/index_projection.h"

#include <algorithm>
#include <utility>

namespace server::operations {
namespace {

constexpr std::size_t kReadUnitBytes = 4096;
constexpr std::size_t kWriteUnitBytes = 1024;

double units_begun(std::size_t size_bytes, std::size_t unit_bytes) {
  return static_cast<double>(std::max<std::size_t>(1, (size_bytes + unit_bytes - 1) / unit_bytes));
}

// One write's effect on the indexes. Nothing is copied: an item may have very many values, and a
// table twenty indexes that hold all of it.
class IndexCosts {
 public:
  IndexCosts(const core::TableDefinition& table, const storage::WriteResult& result)
      : table_(table), result_(result) {}

  // An index is written when its entry comes, goes or changes; a changed key is a delete and a put.
  double units(const core::IndexDefinition& index) {
    const core::Item* before = entry(index, result_.previous);
    const core::Item* after = entry(index, result_.current);
    if (before && after && !changes(index)) return 0;
    const double before_units =
        before ? write_units(size_bytes(index, *before, result_.previous_size_bytes)) : 0;
    const double after_units =
        after ? write_units(size_bytes(index, *after, result_.current_size_bytes)) : 0;
    const bool moves = before && after && !has_same_key(index.key, *before, *after);
    return moves ? before_units + after_units : std::max(before_units, after_units);
  }

 private:
  static const core::Item* entry(const core::IndexDefinition& index,
                                 const std::optional<core::Item>& item) {
    return item && core::is_in_index(index, *item) ? &*item : nullptr;
  }

  // Whether it holds something else of the item afterwards: for those that hold all, one look.
  bool changes(const core::IndexDefinition& index) {
    if (index.projection != core::ProjectionType::all) {
      return !core::is_projected_alike(table_, index, *result_.previous, *result_.current);
    }
    if (!std::exchange(is_compared_, true)) {
      item_changes_ = *result_.previous != *result_.current;
    }
    return item_changes_;
  }

  std::size_t size_bytes(const core::IndexDefinition& index, const core::Item& item,
                         std::size_t item_bytes) const {
    if (index.projection == core::ProjectionType::all) return item_bytes;
    return core::projected_size_bytes(table_, index, item);
  }

  static bool has_same_key(const core::KeySchema& key, const core::Item& one,
                           const core::Item& other) {
    return core::key_of(key, one) == core::key_of(key, other);
  }

  const core::TableDefinition& table_;
  const storage::WriteResult& result_;
  bool is_compared_ = false;
  bool item_changes_ = false;
};

void write_units_object(core::json::Writer& writer, double units,
                        std::optional<CapacityKind> kind) {
  if (kind == CapacityKind::read) writer.key("ReadCapacityUnits").number(units);
  if (kind == CapacityKind::write) writer.key("WriteCapacityUnits").number(units);
  writer.key("CapacityUnits").number(units);
}

void write_index_units(core::json::Writer& writer, std::string_view member,
                       const std::map<std::string, double>& indexes,
                       std::optional<CapacityKind> kind) {
  if (indexes.empty()) return;
  writer.key(member).begin_object();
  for (const auto& [name, units] : indexes) {
    writer.key(name).begin_object();
    write_units_object(writer, units, kind);
    writer.end_object();
  }
  writer.end_object();
}

}  // namespace

CapacityDetail capacity_detail(const core::json::Object& request) {
  const auto asked = request.find("ReturnConsumedCapacity");
  if (!asked || asked->string() == "NONE") return CapacityDetail::none;
  return asked->string() == "TOTAL" ? CapacityDetail::total : CapacityDetail::indexes;
}

double read_units(std::size_t size_bytes, bool consistent) {
  return units_begun(size_bytes, kReadUnitBytes) * (consistent ? 1 : 0.5);
}

double write_units(std::size_t size_bytes) {
  return units_begun(size_bytes, kWriteUnitBytes);
}

double ConsumedCapacity::total() const {
  double sum = table;
  for (const auto* indexes : {&local, &global}) {
    for (const auto& [name, units] : *indexes) sum += units;
  }
  return sum;
}

void ConsumedCapacity::add(const core::IndexDefinition& index, double units) {
  if (units > 0) (index.global ? global : local)[index.name.get()] += units;
}

void ConsumedCapacity::add(const ConsumedCapacity& other) {
  table += other.table;
  for (const auto& [name, units] : other.local) local[name] += units;
  for (const auto& [name, units] : other.global) global[name] += units;
}

void ConsumedCapacity::multiply(double factor) {
  table *= factor;
  for (auto* indexes : {&local, &global}) {
    for (auto& [name, units] : *indexes) units *= factor;
  }
}

ConsumedCapacity write_cost(const core::TableDefinition& table,
                            const storage::WriteResult& result) {
  ConsumedCapacity capacity;
  capacity.table = write_units(std::max(result.previous_size_bytes, result.current_size_bytes));
  if (result.condition_failed) return capacity;
  IndexCosts indexes(table, result);
  for (const auto& index : table.indexes) capacity.add(index, indexes.units(index));
  return capacity;
}

void write_consumed_capacity(core::json::Writer& writer, const core::TableName& table,
                             const ConsumedCapacity& capacity, CapacityDetail detail,
                             std::optional<CapacityKind> transaction_kind) {
  writer.begin_object().member("TableName", table.get());
  write_units_object(writer, capacity.total(), transaction_kind);
  if (detail == CapacityDetail::indexes) {
    writer.key("Table").begin_object();
    write_units_object(writer, capacity.table, transaction_kind);
    writer.end_object();
    write_index_units(writer, "LocalSecondaryIndexes", capacity.local, transaction_kind);
    write_index_units(writer, "GlobalSecondaryIndexes", capacity.global, transaction_kind);
  }
  writer.end_object();
}

}  // namespace server::operations
