#include "server/protocol/model/input_shapes.h"

#include <doctest/doctest.h>

#include <set>

namespace input_shapes_test {

using namespace server::protocol;

namespace {

const std::span<const InputShape> kTables[] = {
    dynamodb_table_inputs(),  dynamodb_item_inputs(), dynamodb_batch_inputs(),
    dynamodb_stream_inputs(), log_inputs(),           dynamodb_attachment_inputs(),
    dynamodb_backup_inputs()};

void check_names(const Shape& shape) {
  std::set<std::string_view> names;
  for (const Member& member : shape.members) {
    CAPTURE(member.name);
    CHECK(names.insert(member.name).second);
    check_names(member.shape);
  }
  if (shape.element != nullptr) check_names(*shape.element);
}

}  // namespace

TEST_CASE("each operation is found by its target, once") {
  std::set<std::string_view> targets;
  for (const auto table : kTables) {
    for (const InputShape& each : table) {
      CAPTURE(each.target);
      CHECK(targets.insert(each.target).second);
      CHECK(find_input_shape(each.target) == &each);
      CHECK(each.shape.kind == ShapeKind::structure);
    }
  }
  CHECK(targets.size() == 71);
}

TEST_CASE("other targets are unknown") {
  for (const char* target : {"", "whatever", "PutItem", "DynamoDB_20120810.ListTable",
                             "DynamoDB_20120810.putItem", "Logs_20140328.PutItem"}) {
    CAPTURE(target);
    CHECK(find_input_shape(target) == nullptr);
  }
}

TEST_CASE("no structure names a member twice") {
  for (const auto table : kTables) {
    for (const InputShape& each : table) {
      CAPTURE(each.target);
      check_names(each.shape);
    }
  }
}

}  // namespace input_shapes_test
