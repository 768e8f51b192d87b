#include "server/operations/queues/long_polls.h"

#include "tests/unit/server/operations/queues/queue_fixture.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace long_polls_test {

using namespace std::chrono_literals;
using server::operations::Queue;
using server::operations::ReceiveResult;

namespace {

struct FakePeer : core::HttpPeer {
  void on_gone(std::function<void()> call) override { gone = std::move(call); }
  std::function<void()> gone;
};

// Receives that wait, and what became of them.
struct PollWorld : QueueWorld {
  struct Poll {
    std::string result = "waits";  // then the bodies, or "none", "failed", "queue gone"
    std::shared_ptr<FakePeer> peer = std::make_shared<FakePeer>();
  };

  std::shared_ptr<Poll> poll(core::Duration wait, const std::string& name = "orders") {
    auto poll = std::make_shared<Poll>();
    Queue& queue = *queues.registry.find(scope, name);
    queues.polls.receive(
        queue, {1, 30s}, wait, poll->peer.get(),
        [poll](const std::optional<ReceiveResult>& result) { poll->result = text_of(result); },
        [poll] { poll->result = "queue gone"; });
    settle();
    return poll;
  }
  static std::ptrdiff_t count(const std::vector<std::shared_ptr<Poll>>& polls,
                              const std::string& result) {
    return std::count_if(polls.begin(), polls.end(),
                         [&](const auto& poll) { return poll->result == result; });
  }
  static std::string text_of(const std::optional<ReceiveResult>& result) {
    if (!result) return "failed";
    if (result->messages.empty()) return "none";
    return result->messages.at(0).content.body;
  }

  // Sends "a", and makes the call in the commit with which it is taken for who waits first.
  void send_and(const std::function<void()>& call) {
    Queue& queue = *queues.registry.find(scope, "orders");
    queues.messages.send(queue,
                         {
                             {"id", "a", "", "", "", "", {}}
    },
                         [this, call](bool) { writer.submit([] {}, [call](bool) { call(); }); });
    settle();
  }
  void settle() {
    do run_turn();
    while (alarms.run_due());
    run_turn();
  }
  void pass(core::Duration time) {
    clock.advance(time);
    settle();
  }
};

}  // namespace

TEST_CASE("a receive that met nothing but old messages goes on behind them") {
  PollWorld world;
  for (int i = 0; i < 250; ++i) world.send("old");
  world.clock.advance(std::chrono::hours(24 * 4));
  world.send("new");
  CHECK(world.poll(20s)->result == "new");
}

TEST_CASE("a receive that finds a message doesn't wait") {
  PollWorld world;
  world.send("a");
  CHECK(world.poll(20s)->result == "a");
  CHECK(world.poll(0s)->result == "none");
  CHECK(world.queues.polls.waiting() == 0);
}

TEST_CASE("a receive waits until a message comes, each message for one, in line") {
  PollWorld world;
  const auto first = world.poll(20s);
  const auto second = world.poll(20s);
  CHECK(first->result == "waits");
  world.send("a");
  world.settle();
  CHECK(first->result == "a");
  CHECK(second->result == "waits");
  world.send("b");
  world.settle();
  CHECK(second->result == "b");
  CHECK(world.queues.polls.waiting() == 0);
}

TEST_CASE("several messages of one commit end several waits") {
  PollWorld world;
  const auto first = world.poll(20s);
  const auto second = world.poll(20s);
  world.answer("SendMessageBatch",
               QueueWorld::about("orders", R"(,"Entries":[{"Id":"1","MessageBody":"a"},)"
                                           R"({"Id":"2","MessageBody":"b"}])"));
  world.settle();
  CHECK(first->result == "a");
  CHECK(second->result == "b");
}

TEST_CASE("a receive waits no longer than it said") {
  PollWorld world;
  const auto poll = world.poll(5s);
  const auto longer = world.poll(6s);
  world.pass(4'990ms);
  CHECK(poll->result == "waits");
  world.pass(10ms);
  CHECK(poll->result == "none");
  CHECK(longer->result == "waits");
  world.pass(1s);
  CHECK(longer->result == "none");
  CHECK(world.queues.polls.waiting() == 0);
}

TEST_CASE("a message that becomes visible by itself ends a wait") {
  PollWorld world;
  world.send("delayed", R"(,"DelaySeconds":3)");
  const auto poll = world.poll(20s);
  world.pass(2'990ms);
  CHECK(poll->result == "waits");
  world.pass(10ms);
  CHECK(poll->result == "delayed");
}

TEST_CASE("a message that is sent with a delay while somebody waits ends the wait in its time") {
  PollWorld world;
  const auto poll = world.poll(20s);
  world.send("delayed", R"(,"DelaySeconds":3)");
  world.pass(2'990ms);
  CHECK(poll->result == "waits");
  world.pass(10ms);
  CHECK(poll->result == "delayed");
}

TEST_CASE("a message that is made visible ends a wait") {
  PollWorld world;
  world.send("a");
  const std::string handle = world.handle();
  const auto poll = world.poll(20s);
  world.answer(
      "ChangeMessageVisibility",
      QueueWorld::about("orders", R"(,"ReceiptHandle":")" + handle + R"(","VisibilityTimeout":0)"));
  world.settle();
  CHECK(poll->result == "a");
}

TEST_CASE("a dead letter ends a wait at its queue") {
  PollWorld world;
  world.create("dead");
  world.answer(
      "SetQueueAttributes",
      QueueWorld::about("orders", R"(,"Attributes":{"VisibilityTimeout":"1","RedrivePolicy":)"
                                  R"("{\"deadLetterTargetArn\":\")" +
                                      QueueWorld::arn("dead") + R"(\",\"maxReceiveCount\":1}"})"));
  const auto poll = world.poll(20s, "dead");
  world.send("a");
  world.receive();
  world.pass(1s);
  CHECK(poll->result == "waits");
  world.receive();
  world.settle();
  CHECK(poll->result == "a");
}

TEST_CASE("the wall clock's jump makes messages visible") {
  PollWorld world;
  world.send("delayed", R"(,"DelaySeconds":900)");
  const auto poll = world.poll(20s);
  world.clock.set(world.clock.now() + 900s);
  world.queues.polls.look_at_all();
  world.settle();
  CHECK(poll->result == "delayed");
}

TEST_CASE("a peer that leaves takes no message with it") {
  PollWorld world;
  const auto poll = world.poll(20s);
  const auto next = world.poll(20s);
  poll->peer->gone();
  CHECK(world.queues.polls.waiting() == 1);
  world.send("a");
  world.settle();
  CHECK(poll->result == "waits");
  CHECK(next->result == "a");
}

TEST_CASE("whoever leaves the line, once or twice, the others stand as they stood") {
  PollWorld world;
  std::vector<std::shared_ptr<PollWorld::Poll>> polls;
  for (int i = 0; i < 4; ++i) polls.push_back(world.poll(20s));
  for (const int leaving : {2, 0, 2}) polls[static_cast<std::size_t>(leaving)]->peer->gone();
  CHECK(world.queues.polls.waiting() == 2);
  for (const char* body : {"a", "b"}) {
    world.send(body);
    world.settle();
  }
  CHECK(polls[1]->result == "a");
  CHECK(polls[3]->result == "b");
  polls[1]->peer->gone();
  const auto later = world.poll(20s);
  polls[3]->peer->gone();
  CHECK(world.queues.polls.waiting() == 1);
  CHECK(later->result == "waits");
}

TEST_CASE("a peer may leave when its line is gone already") {
  PollWorld world;
  const auto poll = world.poll(20s);
  SUBCASE("with the queue") {
    world.answer("DeleteQueue", QueueWorld::about("orders"));
  }
  SUBCASE("as the program ends") {
    world.queues.polls.stop();
  }
  CHECK(poll->result != "waits");
  poll->peer->gone();
  CHECK(world.queues.polls.waiting() == 0);
}

TEST_CASE("what is being taken for a peer that leaves goes to the next one") {
  PollWorld world;
  const auto poll = world.poll(20s);
  const auto next = world.poll(20s);
  world.send_and([&] { poll->peer->gone(); });
  CHECK(poll->result == "waits");
  CHECK(next->result == "a");
  CHECK(world.attribute("ApproximateNumberOfMessagesNotVisible") == "1");
}

TEST_CASE("who waits at a queue that goes is told") {
  PollWorld world;
  const auto poll = world.poll(20s);
  world.answer("DeleteQueue", QueueWorld::about("orders"));
  CHECK(poll->result == "queue gone");
  CHECK(world.queues.polls.waiting() == 0);
}

TEST_CASE("of very many whose time is over, or whose queue goes, some end at once and all soon") {
  for (const bool queue_goes : {false, true}) {
    for (const bool program_ends : {false, true}) {
      CAPTURE(queue_goes);
      CAPTURE(program_ends);
      PollWorld world;
      std::vector<std::shared_ptr<PollWorld::Poll>> polls;
      for (int i = 0; i < 401; ++i) polls.push_back(world.poll(1s));
      const auto ended = [&] { return world.count(polls, queue_goes ? "queue gone" : "none"); };
      if (queue_goes) {
        world.queues.polls.give_up(world.queues.registry.find(world.scope, "orders")->stored.id);
      } else {
        world.clock.advance(1s);
        world.alarms.run_due();
      }
      CHECK(ended() == 200);
      CHECK(world.queues.polls.waiting() == 0);
      if (program_ends) {
        world.queues.polls.stop();
      } else {
        world.pass(2ms);
        CHECK(ended() == 400);
        world.pass(2ms);
      }
      CHECK(ended() == 401);
    }
  }
}

TEST_CASE("so many are told, however many queues go at once") {
  PollWorld world;
  std::vector<std::shared_ptr<PollWorld::Poll>> polls;
  for (const char* name : {"one", "two", "three"}) {
    world.create(name);
    for (int i = 0; i < 150; ++i) polls.push_back(world.poll(20s, name));
  }
  const auto told = [&] { return world.count(polls, "queue gone"); };
  for (const char* name : {"one", "two", "three"}) {
    world.queues.polls.give_up(world.queues.registry.find(world.scope, name)->stored.id);
  }
  CHECK(told() == 200);
  world.pass(2ms);
  CHECK(told() == 400);
  world.pass(2ms);
  CHECK(told() == 450);
}

TEST_CASE("what is being taken as the program ends stays in its queue") {
  PollWorld world;
  const auto poll = world.poll(20s);
  world.send_and([&] { world.queues.polls.stop(); });
  CHECK(poll->result == "none");
  CHECK(world.attribute("ApproximateNumberOfMessages") == "1");
}

TEST_CASE("nobody waits when the program ends") {
  PollWorld world;
  const auto poll = world.poll(20s);
  world.queues.polls.stop();
  CHECK(poll->result == "none");
  CHECK(world.poll(20s)->result == "none");
  world.send("a");
  CHECK(world.poll(20s)->result == "a");
}

TEST_CASE("the queue's own wait is for receives that name none") {
  QueueWorld world(R"({"ReceiveMessageWaitTimeSeconds":"2"})");
  bool answered = false;
  const auto* operation = server::operations::find_operation("AmazonSQS.ReceiveMessage");
  const auto body = core::json::Document::parse(QueueWorld::about("orders"));
  operation->start({body.root().object(), world.scope}, world.services,
                   [&](const server::operations::Answer& answer) {
                     answered = std::get<std::string>(answer) == "{}";
                   });
  world.run_turn();
  CHECK_FALSE(answered);
  world.clock.advance(2s);
  while (world.alarms.run_due()) world.run_turn();
  CHECK(answered);
}

}  // namespace long_polls_test
