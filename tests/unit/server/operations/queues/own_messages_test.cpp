#include "server/operations/queues/own_messages.h"

#include "tests/unit/server/operations/queues/queue_fixture.h"

namespace own_messages_test {

TEST_CASE("the program sends messages of its own, after whose commit it is told") {
  QueueWorld world;
  bool committed = false;
  CHECK(send_own_message(world.queues, world.scope, "orders", {"document"},
                         [&](bool good) { committed = good; }));
  CHECK_FALSE(committed);
  world.run_turn();
  CHECK(committed);
  CHECK(world.bodies() == Texts{"document"});
}

TEST_CASE("a queue that isn't there gets no message") {
  QueueWorld world;
  CHECK_FALSE(send_own_message(world.queues, world.scope, "nope", {"document"},
                               [](bool) { FAIL("there is nothing to commit"); }));
  world.run_turn();
}

}  // namespace own_messages_test
