#include "tests/support/failing_commit.h"
#include "tests/unit/lambda-host/events/event_fixture.h"

#include <doctest/doctest.h>

namespace event_settlement_test {

using lambda_host::EventInvokeConfig;
using namespace std::chrono_literals;

namespace {

const std::string kQueue = "arn:aws:sqs:us-east-1:000000000000:q";
const std::string kTopic = "arn:aws:sns:us-east-1:000000000000:t";

struct SettlementFixture : EventFixture {
  SettlementFixture() {
    config.max_retries = 0;
    config.destinations = {kTopic, kQueue};
    configure(config);
  }
  // "RetriesExhausted"
  std::string condition() {
    REQUIRE(!destination.sent.empty());
    const auto document = core::json::Document::parse(destination.sent.front().notice.document);
    const auto context = document.root().object().find("requestContext")->object();
    return std::string(context.find("condition")->string());
  }
  void set_dead_letters(const std::string& target) {
    lambda_host::FunctionSettings settings;
    settings.dead_letter_target = target;
    functions->update_configuration(engine.scope, core::FunctionName("f"), settings);
  }

  EventInvokeConfig config;
};

}  // namespace

TEST_CASE_FIXTURE(SettlementFixture, "success and failure are told to their own destinations") {
  add();
  succeed();
  REQUIRE(destination.sent.size() == 1);
  CHECK(destination.sent[0].notice.destination == kTopic);
  CHECK(condition() == "Success");
  CHECK(stored() == 1);  // until the destination has it
  destination.answer();
  settle();
  CHECK(stored() == 0);
  CHECK(events->pending().empty());
  add();
  fail();
  REQUIRE(destination.sent.size() == 1);
  CHECK(destination.sent[0].notice.destination == kQueue);
  CHECK(condition() == "RetriesExhausted");
}

TEST_CASE_FIXTURE(SettlementFixture, "where one is told, the event goes in the same commit") {
  add();
  succeed();
  REQUIRE(destination.sent.size() == 1);
  engine.writer.transact(destination.sent[0].beside);
  CHECK(stored() == 0);
  CHECK(events->pending().size() == 1);
  destination.answer();
  settle();
  CHECK(events->pending().empty());
  set_dead_letters("arn:aws:sqs:us-east-1:000000000000:dead");
  add();
  fail();
  REQUIRE(destination.sent.size() == 2);
  CHECK_FALSE(destination.sent[0].beside);
  CHECK_FALSE(destination.sent[1].beside);
}

TEST_CASE_FIXTURE(SettlementFixture, "nobody is told of what is tried again") {
  config.max_retries = 1;
  configure(config);
  add();
  fail();
  CHECK(destination.sent.empty());
  advance(1min);
  fail();
  CHECK(condition() == "RetriesExhausted");
}

TEST_CASE_FIXTURE(SettlementFixture,
                  "an event that would be too old by its next attempt is given up") {
  config.max_retries = 2;
  config.max_age_seconds = 60;
  configure(config);
  add();
  advance(1us);
  fail();
  CHECK(condition() == "EventAgeExceeded");
}

TEST_CASE_FIXTURE(SettlementFixture,
                  "a function with nothing reserved runs nothing: it is told at once") {
  reserve(0);
  add();
  CHECK(invocations.empty());
  CHECK(condition() == "ZeroReservedConcurrency");
  const auto document = core::json::Document::parse(destination.sent.front().notice.document);
  CHECK_FALSE(document.root().object().find("responseContext"));
}

TEST_CASE_FIXTURE(SettlementFixture,
                  "dead letters and the destination are told both, then the event goes") {
  set_dead_letters("arn:aws:sqs:us-east-1:000000000000:dead");
  add(R"({"a":1})");
  const std::string trace = invocations.at(0).request.trace_header;
  CHECK(trace.starts_with("Root=1-"));
  fail(R"({"errorMessage":"no","errorType":"E"})");
  REQUIRE(destination.sent.size() == 2);
  CHECK(destination.sent[0].notice.trace_header == trace);
  CHECK(destination.sent[1].notice.trace_header == trace);
  CHECK(destination.sent[0].notice.destination == "arn:aws:sqs:us-east-1:000000000000:dead");
  CHECK(destination.sent[0].notice.document == R"({"a":1})");
  CHECK(destination.sent[0].notice.attributes[1].value == "no");
  CHECK(destination.sent[1].notice.destination == kQueue);
  destination.answer();
  settle();
  CHECK(stored() == 1);
  destination.answer("The specified queue does not exist.");
  settle();
  CHECK(stored() == 0);
}

TEST_CASE_FIXTURE(SettlementFixture,
                  "success leaves no dead letter, and an empty target takes none") {
  set_dead_letters("arn:aws:sqs:us-east-1:000000000000:dead");
  add();
  succeed();
  CHECK(destination.sent.size() == 1);
  destination.answer();
  set_dead_letters("");
  add();
  fail();
  CHECK(destination.sent.size() == 1);
}

TEST_CASE_FIXTURE(SettlementFixture,
                  "what a destination wasn't told before a restart, it is told after") {
  add(R"({"a":1})");
  fail();
  destination.sent.clear();
  start();
  CHECK(invocations.empty());
  CHECK(condition() == "RetriesExhausted");
  CHECK(destination.sent[0].notice.document.find(R"("approximateInvokeCount":1)") !=
        std::string::npos);
  destination.answer();
  settle();
  CHECK(stored() == 0);
}

TEST_CASE_FIXTURE(SettlementFixture,
                  "a configuration of an alias goes for invocations of the alias only") {
  EventInvokeConfig other;
  other.destinations.on_failure = kTopic;
  other.max_retries = 0;
  configure(other, "live");
  add("{}", "live");
  fail();
  REQUIRE(destination.sent.size() == 1);
  CHECK(destination.sent[0].notice.destination == kTopic);
}

TEST_CASE_FIXTURE(SettlementFixture,
                  "where the destination is gone meanwhile, the event just goes") {
  add();
  invocations.front().request.payload = std::string("{}");
  configure({});
  fail();
  advance(3min);
  fail();
  advance(3min);
  fail();
  CHECK(destination.sent.empty());
  CHECK(stored() == 0);
}

}  // namespace event_settlement_test
