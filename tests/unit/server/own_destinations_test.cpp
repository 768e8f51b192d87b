#include "server/own_destinations.h"

#include "core/api_error.h"
#include "storage/files/data_directory.h"
#include "tests/support/failing_commit.h"
#include "tests/unit/server/operations/queues/queue_fixture.h"

#include <doctest/doctest.h>

namespace own_destinations_test {

namespace {

struct Fixture : QueueWorld {
  std::string refusal(const std::string& destination) {
    try {
      destinations.check(scope, destination);
      return "";
    } catch (const core::ApiError& error) {
      return error.message();
    }
  }
  // "waits", "sent" or why not.
  void send(const std::string& destination) {
    outcome = "waits";
    destinations.send(
        {scope, destination, R"({"version":"1.0"})", "aws/lambda/k"}, [this] { ++beside; },
        [this](const auto& failure) { outcome = failure.value_or("sent"); });
  }

  std::string body_of(const std::string& key) {
    const auto object = objects.find("b-1", key);
    if (!object) return "none";
    std::string body;
    objects.read({"b-1", key, object->file}, 0, static_cast<std::size_t>(object->size_bytes),
                 [&](const auto& bytes) { body = bytes.value_or("lost"); });
    return body;
  }

  storage::files::DataDirectory directory = storage::files::DataDirectory::temporary();
  server::s3::ObjectStore objects{
      {connection, writer, clock, directory.own().find_or_make("buckets"), false,
       services.run_on_worker}
  };
  server::sns::TopicStore topics{connection, writer};
  server::OwnDestinations destinations{
      server::DestinationParts{services.queues, writer, objects, topics, services}
  };
  std::string outcome;
  int beside = 0;  // how often it was written
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a queue of the mapping's own account and region can be a destination") {
  CHECK(refusal(arn("orders")).empty());
  CHECK(refusal(arn("other")) == "The destination ARN " + arn("other") + " is invalid.");
  CHECK(refusal("arn:aws:sqs:us-east-1:111111111111:orders") ==
        "The destination ARN arn:aws:sqs:us-east-1:111111111111:orders is invalid.");
}

TEST_CASE_FIXTURE(Fixture, "the document is a message, and is there when that is said") {
  send(arn("orders"));
  CHECK(outcome == "waits");
  CHECK(beside == 0);
  run_turn();
  CHECK(outcome == "sent");
  CHECK(beside == 1);
  CHECK(bodies() == Texts{R"({"version":"1.0"})"});
}

TEST_CASE_FIXTURE(Fixture, "what is written beside a message is written with it or not at all") {
  const auto write = [this] { connection.execute("CREATE TABLE beside (x)"); };
  const auto is_there = [this] {
    auto find = connection.prepare("SELECT 1 FROM sqlite_master WHERE name = 'beside'");
    return find.run().next();
  };
  {
    const tests::FailingCommit failing(connection);
    destinations.send({scope, arn("orders"), "{}", "k"}, write, [](const auto&) {});
    run_turn();
  }
  CHECK_FALSE(is_there());
  CHECK(bodies().empty());
  destinations.send({scope, arn("orders"), "{}", "k"}, write, [](const auto&) {});
  run_turn();
  CHECK(is_there());
  CHECK(bodies().size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "the message belongs to the trace of what it tells of") {
  lambda_host::Notice notice{scope, arn("orders"), "{}", {}};
  notice.trace_header = "Root=1";
  destinations.send(std::move(notice), {}, [](const auto&) {});
  run_turn();
  CHECK(receive(R"(,"AttributeNames":["AWSTraceHeader"])")
            .find(R"("Attributes":{"AWSTraceHeader":"Root=1"})") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "what a queue doesn't take is told in a later turn") {
  SUBCASE("the queue is gone") {
    send(arn("other"));
    CHECK(outcome == "waits");
    run_turn();
    CHECK(outcome == "The specified queue does not exist.");
    CHECK(beside == 0);
  }
  SUBCASE("the disk is full") {
    const tests::FailingCommit failing(connection);
    send(arn("orders"));
    run_turn();
    CHECK(outcome == "The message can't be stored.");
  }
}

TEST_CASE_FIXTURE(Fixture,
                  "a topic of the mapping's own account and region passes the document on") {
  const std::string topic = "arn:aws:sns:us-east-1:000000000000:t";
  const std::string gone = "The destination ARN " + topic + " is invalid.";
  CHECK(refusal(topic) == gone);
  send(topic);
  CHECK(outcome == "waits");
  run_turn();
  CHECK(outcome == "Topic does not exist");
  topics.store(server::sns::Topic{scope, "t", {}, {}});
  topics.store(server::sns::Subscription{scope, "t", "s-1", "sqs", arn("orders"), true});
  CHECK(refusal(topic).empty());
  CHECK_FALSE(refusal("arn:aws:sns:us-east-1:111111111111:t").empty());
  CHECK_FALSE(refusal("arn:aws:sns:eu-west-1:000000000000:t").empty());
  send(topic);
  CHECK(outcome == "waits");
  run_turn();
  CHECK(outcome == "sent");
  CHECK(beside == 0);  // a topic tells many
  CHECK(bodies() == Texts{R"({"version":"1.0"})"});
}

TEST_CASE_FIXTURE(Fixture, "a bucket of the mapping's own account gets the document as an object") {
  const std::string bucket = "arn:aws:s3:::b-1";
  CHECK(refusal(bucket) == "The destination ARN arn:aws:s3:::b-1 is invalid.");
  send(bucket);
  CHECK(outcome == "waits");
  run_turn();
  CHECK(outcome == "The specified bucket does not exist");
  objects.create_bucket({
      "b-1", {scope.account, core::Region("eu-west-1")},
       clock.now()
  });
  objects.create_bucket({
      "b-2", {core::AccountId("111111111111"), scope.region},
       clock.now()
  });
  CHECK(refusal(bucket).empty());
  CHECK_FALSE(refusal("arn:aws:s3:::b-2").empty());
  send(bucket);
  CHECK(outcome == "waits");
  run_turn();
  CHECK(outcome == "sent");
  CHECK(beside == 0);
  CHECK(body_of("aws/lambda/k") == R"({"version":"1.0"})");
}

}  // namespace own_destinations_test
