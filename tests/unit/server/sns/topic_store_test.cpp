#include "server/sns/topic_store.h"

#include "tests/support/engine.h"

#include <doctest/doctest.h>

namespace topic_store_test {

using namespace server::sns;

namespace {

const core::Scope kScope{core::AccountId("000000000000"), core::Region("us-east-1")};
const core::Scope kOther{core::AccountId("123456789012"), core::Region("us-east-1")};

struct Fixture {
  tests::Engine engine;
  TopicStore topics{engine.connection, engine.writer};
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "topics and subscriptions come back at the next start") {
  topics.store(Topic{kScope, "t", {{"DisplayName", "T"}}, {{"a", "1"}}});
  topics.store(Subscription{kScope, "t", "s-1", "sqs", "arn:q", true});
  const TopicStore next(engine.connection, engine.writer);
  const Topic* topic = next.find_topic(kScope, "t");
  REQUIRE(topic);
  CHECK(topic->attributes == storage::TextMap{
                                 {"DisplayName", "T"}
  });
  CHECK(topic->tags == storage::TextMap{
                           {"a", "1"}
  });
  const Subscription* found = next.find_subscription("arn:aws:sns:us-east-1:000000000000:t:s-1");
  REQUIRE(found);
  CHECK(found->scope == kScope);
  CHECK(found->topic == "t");
  CHECK(found->protocol == "sqs");
  CHECK(found->endpoint == "arn:q");
  CHECK(found->raw);
}

TEST_CASE_FIXTURE(Fixture, "topics and subscriptions of a scope are listed some at a time") {
  for (const core::Scope& scope : {kScope, kOther}) {
    for (const char* name : {"b", "a"}) {
      topics.store(Topic{scope, name, {}, {}});
      for (const char* id : {"2", "1"}) {
        topics.store(Subscription{scope, name, id, "sqs", "arn:q", false});
      }
    }
  }
  const auto names = [&](std::string_view after, std::size_t most) {
    std::string text;
    for (const Topic* each : topics.topics(kScope, after, most)) text += each->name;
    return text;
  };
  CHECK(names("", 9) == "ab");
  CHECK(names("", 1) == "a");
  CHECK(names("a", 1) == "b");
  CHECK(names("b", 1).empty());
  const auto ids = [&](const core::Scope& scope, std::string_view after, std::size_t most) {
    std::string text;
    for (const Subscription* each : topics.subscriptions(scope, after, most)) {
      CHECK(each->scope == scope);
      text += each->topic + each->id;
    }
    return text;
  };
  for (const core::Scope& scope : {kScope, kOther}) CHECK(ids(scope, "", 9) == "a1a2b1b2");
  CHECK(ids(kScope, "", 3) == "a1a2b1");
  CHECK(ids(kScope, arn_of(*topics.subscriptions(kScope).at(1)), 1) == "b1");
  CHECK(ids(kScope, arn_of(*topics.subscriptions(kScope).at(3)), 1).empty());
}

TEST_CASE_FIXTURE(Fixture, "a topic goes with its subscriptions and no others") {
  for (const core::Scope& scope : {kScope, kOther}) {
    for (const char* name : {"t", "t2"}) {
      topics.store(Topic{scope, name, {}, {}});
      topics.store(Subscription{scope, name, std::string("s-") + name, "sqs", "arn:q", false});
    }
  }
  CHECK(topics.topics(kScope).size() == 2);
  CHECK(topics.subscriptions(kScope).size() == 2);
  CHECK(topics.subscriptions_of(arn_of(*topics.find_topic(kScope, "t"))).size() == 1);
  topics.erase(*topics.find_topic(kScope, "t"));
  CHECK_FALSE(topics.find_topic(kScope, "t"));
  CHECK(topics.subscriptions(kScope).size() == 1);
  CHECK(topics.subscriptions(kOther).size() == 2);
  CHECK(topics.topics(kOther).size() == 2);
  topics.erase(*topics.subscriptions(kScope).front());
  CHECK(topics.subscriptions(kScope).empty());
  const TopicStore next(engine.connection, engine.writer);
  CHECK(next.topics(kScope).size() == 1);
  CHECK(next.subscriptions(kScope).empty());
  CHECK(next.subscriptions(kOther).size() == 2);
}

TEST_CASE_FIXTURE(Fixture, "a topic's subscriptions are listed, counted and found by endpoint") {
  const auto subscribe = [&](const std::string& topic, const std::string& id,
                             const std::string& endpoint) {
    topics.store(Subscription{kScope, topic, id, "sqs", endpoint, false});
  };
  const Topic& topic = topics.store(Topic{kScope, "t", {}, {}});
  const Topic& other = topics.store(Topic{kScope, "u", {}, {}});
  CHECK(topics.count_subscriptions(topic) == 0);
  subscribe("t", "1", "arn:b");
  subscribe("t", "2", "arn:a");
  subscribe("t", "3", "arn:c");
  subscribe("u", "4", "arn:a");
  const auto ids = [&](std::string_view after, std::size_t most) {
    std::string text;
    const std::string behind = after.empty() ? "" : arn_of(topic) + ":" + std::string(after);
    for (const auto* each : topics.subscriptions_of(arn_of(topic), behind, most)) text += each->id;
    return text;
  };
  CHECK(ids("", 9) == "123");
  CHECK(ids("", 2) == "12");
  CHECK(ids("2", 2) == "3");
  CHECK(ids("3", 2).empty());
  const auto id_of = [&](const Topic& of, const char* protocol, const char* endpoint) {
    const Subscription* const found = topics.find_subscription(of, protocol, endpoint);
    return found ? found->id : "none";
  };
  CHECK(id_of(topic, "sqs", "arn:a") == "2");
  CHECK(id_of(other, "sqs", "arn:a") == "4");
  CHECK(id_of(other, "sqs", "arn:b") == "none");
  CHECK(id_of(topic, "lambda", "arn:a") == "none");
  CHECK(id_of(topic, "sqs", "arn") == "none");
  subscribe("t", "2", "arn:d");
  CHECK(id_of(topic, "sqs", "arn:a") == "none");
  CHECK(id_of(topic, "sqs", "arn:d") == "2");
  CHECK(topics.count_subscriptions(topic) == 3);
  topics.erase(*topics.find_subscription(arn_of(topic) + ":2"));
  CHECK(id_of(topic, "sqs", "arn:d") == "none");
  CHECK(topics.count_subscriptions(topic) == 2);
  CHECK(TopicStore(engine.connection, engine.writer).count_subscriptions(topic) == 2);
}

TEST_CASE_FIXTURE(Fixture, "a new topic of an old one's name has none of its subscriptions") {
  topics.store(Topic{kScope, "t", {}, {}});
  topics.store(Subscription{kScope, "t", "s-1", "sqs", "arn:q", false});
  CHECK(topics.count_subscriptions(*topics.find_topic(kScope, "t")) == 1);
  SUBCASE("erased") {
    topics.erase(*topics.find_topic(kScope, "t"));
  }
  SUBCASE("erased with all of its scope") {
    topics.erase_topics({kScope.account, {}});
    topics.erase_subscriptions({kScope.account, {}});
  }
  CHECK(topics.count_subscriptions(topics.store(Topic{kScope, "t", {}, {}})) == 0);
}

TEST_CASE_FIXTURE(Fixture, "all topics and subscriptions of a scope go, and no others") {
  topics.store(Topic{kScope, "t", {}, {}});
  topics.store(Topic{kScope, "u", {}, {}});
  topics.store(Topic{kOther, "t", {}, {}});
  topics.store(Subscription{kScope, "t", "s-1", "sqs", "arn:q", true});
  topics.store(Subscription{kOther, "t", "s-2", "sqs", "arn:q", true});
  CHECK(topics.erase_topics({kScope.account, {}}, 1) == 1);
  CHECK(topics.topics(kScope).size() == 1);
  CHECK(topics.erase_topics({kScope.account, {}}, 2) == 1);
  CHECK(topics.erase_topics({kScope.account, {}}) == 0);
  CHECK(topics.erase_subscriptions({kScope.account, {}}) == 1);
  const TopicStore next(engine.connection, engine.writer);
  for (const TopicStore* each : {static_cast<const TopicStore*>(&topics), &next}) {
    CHECK(each->topics(kScope).empty());
    CHECK(each->subscriptions(kScope).empty());
    CHECK(each->topics(kOther).size() == 1);
    CHECK(each->subscriptions(kOther).size() == 1);
  }
}

TEST_CASE_FIXTURE(Fixture, "a topic goes with the last of its subscriptions") {
  const Topic topic{kScope, "t", {}, {}};
  topics.store(topic);
  for (const char* id : {"s-1", "s-2", "s-3"}) {
    topics.store(Subscription{kScope, "t", id, "sqs", std::string("arn:") + id, false});
  }
  CHECK(topics.count_subscriptions(topic) == 3);
  CHECK_FALSE(topics.erase(topic, 2));
  CHECK(topics.count_subscriptions(topic) == 1);
  CHECK(topics.find_topic(kScope, "t"));
  CHECK_FALSE(topics.erase(topic, 1));
  CHECK(topics.subscriptions(kScope).empty());
  CHECK(topics.erase(topic, 1));
  CHECK_FALSE(topics.find_topic(kScope, "t"));
  CHECK(TopicStore(engine.connection, engine.writer).topics(kScope).empty());
}

}  // namespace topic_store_test
