#pragma once

#include "server/protocol/shape.h"

#include <span>
#include <string_view>

namespace server::protocol {

// What DynamoDB's current front end checks of an input, where that isn't what the older one does.
struct CurrentChecks {
  std::span<const Member> one_by_one;  // in this order, each before all that come after it
  std::span<const Member> together;    // then these, reported in one message, in this order
};

// An operation's X-Amz-Target and the shape of its input.
struct InputShape {
  std::string_view target;
  const Shape& shape;
  const CurrentChecks* current = nullptr;  // of an operation that AWS moved to that front end
};

// The shape for a target such as "DynamoDB_20120810.PutItem"; nullptr for one that isn't ours.
const InputShape* find_input_shape(std::string_view target);

// The tables behind it, a file each.
std::span<const InputShape> dynamodb_table_inputs();
std::span<const InputShape> dynamodb_attachment_inputs();
std::span<const InputShape> dynamodb_backup_inputs();
std::span<const InputShape> dynamodb_item_inputs();
std::span<const InputShape> dynamodb_transfer_inputs();
std::span<const InputShape> dynamodb_batch_inputs();
std::span<const InputShape> dynamodb_partiql_inputs();
std::span<const InputShape> dynamodb_stream_inputs();
std::span<const InputShape> log_inputs();
std::span<const InputShape> queue_inputs();

}  // namespace server::protocol
