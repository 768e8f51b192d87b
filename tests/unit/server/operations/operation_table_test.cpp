#include "server/operations/operation.h"
#include "server/protocol/model/input_shapes.h"

#include <doctest/doctest.h>

#include <string>

namespace operation_table_test {

using server::operations::all_operations;
using server::operations::find_operation;

TEST_CASE("every operation is found by its target, runs in one way and has an input shape") {
  CHECK_FALSE(all_operations().empty());
  for (const auto& operation : all_operations()) {
    CAPTURE(operation.target);
    CHECK(find_operation(operation.target) == &operation);
    CHECK((operation.answer == nullptr) != (operation.start == nullptr));
    CHECK(server::protocol::find_input_shape(operation.target) != nullptr);
  }
}

TEST_CASE("no other target finds an operation") {
  for (const char* target : {"", "A", "GetItem", "DynamoDB_20120810.", "DynamoDB_20120810.getItem",
                             "DynamoDB_20120810.GetIte", "DynamoDB_20120810.GetItems",
                             "DynamoDB_20111205.GetItem", "DynamoDB_20120810.GetRecords", "zzz"}) {
    CAPTURE(target);
    CHECK(find_operation(target) == nullptr);
  }
}

}  // namespace operation_table_test
