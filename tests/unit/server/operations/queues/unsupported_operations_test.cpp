#include "tests/unit/server/operations/queues/queue_fixture.h"

namespace unsupported_operations_test {

TEST_CASE("what isn't done is refused under its own name") {
  QueueWorld world;
  for (const std::string name : {"AddPermission", "RemovePermission", "StartMessageMoveTask",
                                 "CancelMessageMoveTask", "ListMessageMoveTasks"}) {
    CHECK(world.error(name, "{}") == "UnsupportedOperation: Rivulet doesn't support " + name + ".");
  }
}

}  // namespace unsupported_operations_test
