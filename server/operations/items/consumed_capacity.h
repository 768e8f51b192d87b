#pragma once

#include "core/json/value.h"
#include "core/json/writer.h"
#include "core/table_definition.h"
#include "storage/writer.h"

#include <map>
#include <string>

// What a request would have cost on AWS, for ReturnConsumedCapacity. Rules: "Read/write capacity
// units" in the DynamoDB developer guide.
namespace server::operations {

enum class CapacityDetail { none, total, indexes };
CapacityDetail capacity_detail(const core::json::Object& request);

// Units of one read of so many bytes: a unit per 4 KB begun, at least one; half of it when the read
// may be eventually consistent.
double read_units(std::size_t size_bytes, bool consistent);
// What a transaction costs of the units that its reads or writes cost by themselves: it prepares,
// then does them.
constexpr double kTransactionFactor = 2;
// A unit per 1 KB begun, at least one.
double write_units(std::size_t size_bytes);

enum class CapacityKind { read, write };

// The units that one request consumed on one table.
struct ConsumedCapacity {
  double table = 0;
  std::map<std::string, double> local;  // by index name; only those that consumed something
  std::map<std::string, double> global;

  double total() const;
  void add(const core::IndexDefinition& index, double units);
  void add(const ConsumedCapacity& other);
  void multiply(double factor);
};

// What one item's write cost: the larger of both sizes on the table, and each index that changed.
ConsumedCapacity write_cost(const core::TableDefinition& table, const storage::WriteResult& result);

// The value of a ConsumedCapacity member. `transaction_kind` adds the ReadCapacityUnits or
// WriteCapacityUnits that only transactions show.
void write_consumed_capacity(core::json::Writer& writer, const core::TableName& table,
                             const ConsumedCapacity& capacity, CapacityDetail detail,
                             std::optional<CapacityKind> transaction_kind = std::nullopt);

}  // namespace server::operations
