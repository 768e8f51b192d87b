#include "server/sns/sns_delivery.h"

#include "tests/unit/server/sns/sns_fixture.h"

#include <doctest/doctest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>
#include <sqlite3.h>

#include <algorithm>
#include <memory>
#include <sstream>

namespace sns_delivery_test {

using namespace server::sns;

namespace {

struct Fixture : SnsFixture {
  Fixture() { make_topic(); }
  void add(const std::string& queue, bool raw = false) {
    topics.store(Subscription{engine.scope, "t", "s-" + queue, "sqs",
                              "arn:aws:sqs:us-east-1:000000000000:" + queue, raw});
  }
  void deliver_one() {
    Notification notification;
    notification.messages = {
        {"default", "for all"   },
        {"sqs",     "for queues"}
    };
    notification.attributes = {
        {"colour", "String", "red"}
    };
    const Topic& topic = *topics.find_topic(engine.scope, "t");
    address(notification, topic, engine.clock);
    deliver(notification, topic, topics, engine.services, [this](bool committed) {
      ++answers;
      good = committed;
    });
  }
  std::string make_queue(int number) {
    const std::string name = "q" + std::to_string(number);
    engine.answer("CreateQueue", R"({"QueueName":")" + name + "\"}");
    return name;
  }
  int commits_until_told(int times = 1) {
    int commits = 0;
    const auto count = [](void* all) { return ++*static_cast<int*>(all), 0; };
    sqlite3_commit_hook(engine.connection.handle(), count, &commits);
    engine.run_turn();
    sqlite3_commit_hook(engine.connection.handle(), nullptr, nullptr);
    CHECK(answers == times);
    return commits;
  }
  int answers = 0;
  bool good = false;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "who delivers is told once, behind the commit") {
  engine.answer("CreateQueue", R"({"QueueName":"q"})");
  add("q");
  deliver_one();
  CHECK(answers == 0);
  engine.run_turn();
  CHECK(answers == 1);
  CHECK(good);
}

TEST_CASE_FIXTURE(Fixture, "a topic without subscribers takes all there is") {
  deliver_one();
  CHECK(answers == 0);
  engine.run_turn();
  CHECK(answers == 1);
  CHECK(good);
}

TEST_CASE_FIXTURE(Fixture, "a raw subscription gets text and attributes, others an envelope") {
  engine.answer("CreateQueue", R"({"QueueName":"q"})");
  add("q", true);
  deliver_one();
  engine.run_turn();
  const std::string raw = received();
  CHECK(raw.find(R"("Body":"for queues")") != std::string::npos);
  CHECK(raw.find(R"("MessageAttributes":{"colour":{"StringValue":"red","DataType":"String"}})") !=
        std::string::npos);
  add("q", false);
  deliver_one();
  engine.run_turn();
  const std::string wrapped = received();
  CHECK(wrapped.find(R"(\"Message\" : \"for queues\")") != std::string::npos);
  CHECK(wrapped.find(R"("MessageAttributes":{)") == std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "fifty subscribers get it in a commit, and all before it is told") {
  for (int i = 0; i < 101; ++i) add(make_queue(i));
  deliver_one();
  CHECK(commits_until_told() == 3);
  CHECK(good);
  for (const int i : {0, 49, 50, 99, 100}) CHECK(received("q" + std::to_string(i)) != "{}");
}

TEST_CASE_FIXTURE(Fixture,
                  "a commit has some notifications' pieces, and the next one the others'") {
  add(make_queue(0));
  for (int i = 0; i < 8; ++i) deliver_one();
  CHECK(commits_until_told(8) == 1);
  answers = 0;
  for (int i = 0; i < 9; ++i) deliver_one();
  CHECK(commits_until_told(9) == 2);
  CHECK(good);
}

TEST_CASE_FIXTURE(Fixture, "notifications with many subscribers take turns, and all are told") {
  for (int i = 0; i < 51; ++i) add(make_queue(i));
  for (int i = 0; i < 9; ++i) deliver_one();
  // Eight first pieces; the ninth, and seven second ones; the last of those, and the ninth's.
  CHECK(commits_until_told(9) == 3);
  CHECK(good);
  const std::string all = received("q50");
  int messages = 0;
  for (auto at = all.find("\"Body\":"); at != std::string::npos;
       at = all.find("\"Body\":", at + 1)) {
    ++messages;
  }
  CHECK(messages == 9);
}

TEST_CASE_FIXTURE(Fixture, "who leaves before its piece goes out gets nothing") {
  std::string last;
  for (int i = 0; i < 60; ++i) add(last = make_queue(i + 10));
  deliver_one();
  topics.erase(*topics.find_subscription(std::string(kTopic) + ":s-" + last));
  CHECK(commits_until_told() == 1);  // the first piece's was before it left
  CHECK(good);
  CHECK(received("q10") != "{}");
  CHECK(received(last) == "{}");
}

TEST_CASE_FIXTURE(Fixture, "what is large goes to as many as a megabyte lets") {
  for (int i = 0; i < 9; ++i) add(make_queue(i));
  Notification notification;
  notification.messages = {
      {"default", std::string(256 * 1024, 'x')}
  };
  const Topic& topic = *topics.find_topic(engine.scope, "t");
  address(notification, topic, engine.clock);
  deliver(std::move(notification), topic, topics, engine.services, [this](bool) { ++answers; });
  CHECK(commits_until_told() == 3);
  CHECK(received("q8") != "{}");
}

TEST_CASE_FIXTURE(Fixture, "a raw message with more attributes than a queue's has is dropped") {
  engine.answer("CreateQueue", R"({"QueueName":"q"})");
  add("q", true);
  const auto with = [&](int count) {
    Notification notification;
    notification.messages = {
        {"default", "m"}
    };
    for (int i = 0; i < count; ++i) {
      notification.attributes.push_back({"a" + std::to_string(i), "String", "v"});
    }
    deliver(notification, *topics.find_topic(engine.scope, "t"), topics, engine.services,
            [](bool) {});
    engine.run_turn();
  };
  with(11);
  CHECK(received() == "{}");
  with(10);
  CHECK(received() != "{}");
}

TEST_CASE_FIXTURE(Fixture, "a queue that is gone keeps nothing from the others") {
  engine.answer("CreateQueue", R"({"QueueName":"q"})");
  add("gone");
  add("q");
  deliver_one();
  engine.run_turn();
  CHECK(answers == 1);
  CHECK(good);
  CHECK(received().find("for queues") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "the log tells once a minute that a queue is gone") {
  add("gone");
  const auto warnings = [&](int deliveries) {
    std::ostringstream text;
    const auto before = spdlog::default_logger();
    spdlog::set_default_logger(std::make_shared<spdlog::logger>(
        "", std::make_shared<spdlog::sinks::ostream_sink_st>(text)));
    for (int i = 0; i < deliveries; ++i) deliver_one();
    engine.run_turn();
    spdlog::set_default_logger(before);
    const std::string told = text.str();
    return std::count(told.begin(), told.end(), '\n');
  };
  CHECK(warnings(3) == 1);
  CHECK(warnings(1) == 0);
  engine.clock.advance(std::chrono::minutes(1));
  CHECK(warnings(2) == 1);
}

}  // namespace sns_delivery_test
