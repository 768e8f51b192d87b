#include "server/operations/items/consumed_capacity.h"

#include "core/index_projection.h"
#include "core/item_size.h"

#include <algorithm>

namespace server::operations {
namespace {

constexpr std::size_t kReadUnitBytes = 4096;
constexpr std::size_t kWriteUnitBytes = 1024;

double units_begun(std::size_t size_bytes, std::size_t unit_bytes) {
  return static_cast<double>(std::max<std::size_t>(1, (size_bytes + unit_bytes - 1) / unit_bytes));
}

// An index is written when its entry comes, goes or changes; a changed key is a delete and a put.
double index_units(const core::TableDefinition& table, const core::IndexDefinition& index,
                   const storage::WriteResult& result) {
  const auto entry = [&](const std::optional<core::Item>& item) -> std::optional<core::Item> {
    if (!item || !core::is_in_index(index, *item)) return std::nullopt;
    return core::project_to_index(table, index, *item);
  };
  const auto before = entry(result.previous);
  const auto after = entry(result.current);
  if (before == after) return 0;
  const double before_units = before ? write_units(core::item_size_bytes(*before)) : 0;
  const double after_units = after ? write_units(core::item_size_bytes(*after)) : 0;
  const bool moves =
      before && after && core::key_of(index.key, *before) != core::key_of(index.key, *after);
  return moves ? before_units + after_units : std::max(before_units, after_units);
}

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
  for (const auto& index : table.indexes) capacity.add(index, index_units(table, index, result));
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
