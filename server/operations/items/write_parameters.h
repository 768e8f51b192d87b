#pragma once

#include "core/api_error.h"
#include "core/expressions/ast.h"
#include "core/expressions/placeholders.h"
#include "core/json/value.h"
#include "server/operations/items/consumed_capacity.h"
#include "server/operations/operation.h"
#include "storage/table.h"
#include "storage/writer.h"

#include <limits>
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
// Of one of the three writes.
WriteParameters read_write_parameters(const core::json::Object& request);
// Of a batch or a transaction of writes, which have no ReturnValues: what its answer shows.
WriteParameters read_answer_parameters(const core::json::Object& request);
// Of one of the three writes, or of a transaction's action.
bool wants_item_on_failure(const core::json::Object& request);

// What the three writes begin with: read(body), which knows nothing but the request's body. What it
// refuses, the request shows by itself, and DynamoDB's current front end counts it: "1 validation
// error detected: …" [AWS]. What takes the table or the item to see is looked for afterwards, and
// stays bare.
[[noreturn]] void throw_counted(const core::ApiError& error);
template <class Parsed>
Parsed read_counting_faults(const Request& request, Parsed (*read)(const Request&)) {
  try {
    return read(request);
  } catch (const core::ApiError& error) {
    throw_counted(error);
  }
}

// ConditionExpression or Expected. Throws for both at once.
std::optional<core::expressions::Condition> read_condition(
    const core::json::Object& request, core::expressions::Placeholders& placeholders);

// Whether an item to put isn't far too large for one already as JSON: to read 16 MB of numbers
// takes long. Of a body of so many bytes none is that isn't one itself.
bool is_readable(core::json::Value item,
                 std::size_t body_bytes = std::numeric_limits<std::size_t>::max());
// Throws for one that is.
void check_readable(core::json::Value item);

// Whether the table has item collections: only those with a local secondary index do.
bool has_local_index(const core::TableDefinition& table);

// The key attributes of an item or a key, as the ItemCollectionMetrics show them, and the rest of
// an answer's members: Attributes comes from the operation.
void write_item_collection_metrics(core::json::Writer& writer, const core::TableDefinition& table,
                                   const core::Item& key);

// The error of a failed condition, with the item if the request asks for it.
core::ApiError condition_failure(const storage::WriteResult& result, bool with_item);

// Whether the item before the write is wanted.
bool shows_previous(ReturnValues wanted);

// What an answer's Attributes are, from the result; nullopt for none.
using AttributesOf = std::function<std::optional<core::Item>(const storage::WriteResult&)>;
// For PutItem and DeleteItem, which return the item before or nothing. Throws for other wishes.
AttributesOf old_attributes(ReturnValues wanted);

// For UpdateItem, which knows all of them.
AttributesOf returned_attributes(ReturnValues wanted, const core::expressions::Update& update);

// Submits the write, and replies after the commit.
void submit_write(Services& services, storage::WriteRequest request, WriteParameters parameters,
                  AttributesOf attributes, Reply reply);

}  // namespace server::operations
