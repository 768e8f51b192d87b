#pragma once

#include "core/expressions/ast.h"
#include "core/expressions/placeholders.h"
#include "core/json/value.h"
#include "server/operations/items/consumed_capacity.h"
#include "server/operations/operation.h"
#include "storage/table.h"
#include "storage/writer.h"

#include <optional>
#include <string>

// What PutItem, UpdateItem and DeleteItem have in common: conditions, and the answer after the
// commit.
namespace server::operations {

enum class ReturnValues { none, all_old, all_new, updated_old, updated_new };

struct WriteParameters {
  ReturnValues return_values = ReturnValues::none;
  bool all_old_on_failure = false;  // ReturnValuesOnConditionCheckFailure: ALL_OLD
  bool collection_metrics = false;
  CapacityDetail capacity = CapacityDetail::none;
};
WriteParameters read_write_parameters(const core::json::Object& request);

// ConditionExpression or Expected. Throws for both at once.
std::optional<core::expressions::Condition> read_condition(
    const core::json::Object& request, core::expressions::Placeholders& placeholders);

// Whether the table has item collections: only those with a local secondary index do.
bool has_local_index(const core::TableDefinition& table);

// The key attributes of an item or a key, as the ItemCollectionMetrics show them, and the rest of
// an answer's members: Attributes comes from the operation.
void write_item_collection_metrics(core::json::Writer& writer, const core::TableDefinition& table,
                                   const core::Item& key);

// The error of a failed condition, with the item if the request asks for it.
core::ApiError condition_failure(const storage::WriteResult& result, bool with_item);

// What an answer's Attributes are, from the result; nullopt for none.
using AttributesOf = std::function<std::optional<core::Item>(const storage::WriteResult&)>;
// For PutItem and DeleteItem, which return the item before or nothing. Throws for other wishes.
AttributesOf old_attributes(ReturnValues wanted);

// Submits the write, and replies after the commit.
void submit_write(Services& services, storage::WriteRequest request, WriteParameters parameters,
                  AttributesOf attributes, Reply reply);

}  // namespace server::operations
