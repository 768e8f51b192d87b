#pragma once

#include "server/protocol/shape.h"

#include <span>
#include <string_view>

namespace server::protocol {

// An operation's X-Amz-Target and the shape of its input.
struct InputShape {
  std::string_view target;
  const Shape& input;
};

// The shape for a target such as "DynamoDB_20120810.PutItem"; nullptr for one that isn't ours.
const Shape* find_input_shape(std::string_view target);

// The tables behind it, a file each.
std::span<const InputShape> dynamodb_table_inputs();
std::span<const InputShape> dynamodb_item_inputs();
std::span<const InputShape> dynamodb_batch_inputs();
std::span<const InputShape> dynamodb_stream_inputs();
std::span<const InputShape> log_inputs();

}  // namespace server::protocol
