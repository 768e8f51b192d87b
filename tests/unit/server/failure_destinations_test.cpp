#include "server/failure_destinations.h"

#include "core/api_error.h"
#include "tests/support/failing_commit.h"
#include "tests/unit/server/operations/queues/queue_fixture.h"

#include <doctest/doctest.h>

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
    destinations.send({scope, destination, R"({"version":"1.0"})", ""},
                      [this](const auto& failure) { outcome = failure.value_or("sent"); });
  }

  server::FailureDestinations destinations{services.queues, writer};
  std::string outcome;
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
  run_turn();
  CHECK(outcome == "sent");
  CHECK(bodies() == Texts{R"({"version":"1.0"})"});
}

TEST_CASE_FIXTURE(Fixture, "what a queue doesn't take is told in a later turn") {
  SUBCASE("the queue is gone") {
    send(arn("other"));
    CHECK(outcome == "waits");
    run_turn();
    CHECK(outcome == "The specified queue does not exist.");
  }
  SUBCASE("the disk is full") {
    const tests::FailingCommit failing(connection);
    send(arn("orders"));
    run_turn();
    CHECK(outcome == "The message can't be stored.");
  }
}

TEST_CASE_FIXTURE(Fixture, "topics and buckets aren't there yet") {
  CHECK(refusal("arn:aws:sns:us-east-1:000000000000:t") ==
        "Rivulet doesn't support failure destinations of sns yet.");
  send("arn:aws:s3:::b");
  run_turn();
  CHECK(outcome == "Rivulet doesn't support failure destinations of s3 yet.");
}
