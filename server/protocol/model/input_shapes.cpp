#include "server/protocol/model/input_shapes.h"

namespace server::protocol {

const InputShape* find_input_shape(std::string_view target) {
  // The busiest operations first.
  for (const auto inputs :
       {dynamodb_item_inputs(), dynamodb_partiql_inputs(), dynamodb_batch_inputs(),
        dynamodb_stream_inputs(), queue_inputs(), dynamodb_table_inputs(), log_inputs(),
        dynamodb_attachment_inputs(), dynamodb_backup_inputs(), dynamodb_transfer_inputs()}) {
    for (const InputShape& each : inputs) {
      if (each.target == target) return &each;
    }
  }
  return nullptr;
}

}  // namespace server::protocol
