#include "server/operations/operation.h"
#include "server/protocol/model/input_shapes.h"

#include <doctest/doctest.h>

#include <optional>
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

TEST_CASE("it is known how each operation writes, and what only reads waits for nobody") {
  using Way = storage::Writer::Way;
  struct Case {
    const char* target;
    std::optional<Way> way;
  };
  const Case cases[] = {
      {"DynamoDB_20120810.PutItem",                Way::submits  },
      {"DynamoDB_20120810.TransactWriteItems",     Way::submits  },
      {"AmazonSQS.SendMessage",                    Way::submits  },
      {"DynamoDB_20120810.CreateTable",            Way::transacts},
      {"DynamoDB_20120810.RestoreTableFromBackup", Way::transacts},
      {"DynamoDB_20120810.UntagResource",          Way::transacts},
      {"AmazonSQS.PurgeQueue",                     Way::transacts},
      {"DynamoDB_20120810.GetItem",                std::nullopt  },
      {"DynamoDB_20120810.BatchGetItem",           std::nullopt  },
      {"DynamoDB_20120810.TransactGetItems",       std::nullopt  },
      {"DynamoDB_20120810.Query",                  std::nullopt  },
      {"DynamoDB_20120810.Scan",                   std::nullopt  },
      {"DynamoDB_20120810.SearchVectors",          std::nullopt  },
      {"DynamoDB_20120810.DescribeTable",          std::nullopt  },
      {"DynamoDBStreams_20120810.GetRecords",      std::nullopt  },
      {"AmazonSQS.ListQueues",                     std::nullopt  },
      {"AmazonSQS.GetQueueAttributes",             std::nullopt  },
  };
  for (const Case& c : cases) {
    CAPTURE(c.target);
    const auto* operation = find_operation(c.target);
    REQUIRE(operation);
    CHECK(way_of_writing(*operation) == c.way);
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
