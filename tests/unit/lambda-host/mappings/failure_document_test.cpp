#include "lambda-host/mappings/failure_document.h"

#include "core/uuid.h"

#include <doctest/doctest.h>

namespace failure_document_test {

using lambda_host::Discard;
using lambda_host::DiscardReason;
using lambda_host::FailedAttempt;
using namespace std::chrono_literals;

namespace {

const core::WallTime kNow = core::WallTime(1'573'690'429s) + 717ms;  // 2019-11-14T00:13:49.717

struct Fixture {
  Fixture() {
    mapping.scope =
        mapping.function.scope = {core::AccountId("123456789012"), core::Region("us-east-2")};
    mapping.id = core::MappingId("u-u-i-d");
    mapping.function.name = core::FunctionName("f");
    mapping.stream = core::StreamArn("arn:aws:dynamodb:us-east-2:123456789012:table/T/stream/L");
    mapping.failure_destination = "arn:aws:sqs:us-east-2:123456789012:q";
  }
  lambda_host::Notice notice() {
    return failure_notice(mapping, core::ShardId("shardId-1"), discard, records);
  }

  lambda_host::EventSourceMapping mapping;
  std::vector<streams::SourceRecord> records = {
      {core::SequenceNumber(7), kNow - 30s, R"({"eventID":"1"})"},
      {core::SequenceNumber(9), kNow - 1s,  R"({"eventID":"2"})"}
  };
  Discard discard{
      DiscardReason::retry_attempts_exhausted,
      2,
      core::SequenceNumber(7),
      core::SequenceNumber(9),
      3,
      kNow - 30s,
      kNow - 1s,
      FailedAttempt{"r-1", "$LATEST", true},
      "r-1",
      kNow
  };
};

const std::string kBatch =
    R"("DDBStreamBatchInfo":{"shardId":"shardId-1","startSequenceNumber":")" +
    core::sequence_number_text(core::SequenceNumber(7)) + R"(","endSequenceNumber":")" +
    core::sequence_number_text(core::SequenceNumber(9)) +
    R"(","approximateArrivalOfFirstRecord":"2019-11-14T00:13:19Z",)"
    R"("approximateArrivalOfLastRecord":"2019-11-14T00:13:48Z","batchSize":2,)"
    R"("streamArn":"arn:aws:dynamodb:us-east-2:123456789012:table/T/stream/L"})";

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a queue is told which records were given up, and why") {
  const auto sent = notice();
  CHECK(sent.scope == mapping.scope);
  CHECK(sent.destination == "arn:aws:sqs:us-east-2:123456789012:q");
  CHECK(sent.object_key.empty());
  CHECK(sent.document == R"({"requestContext":{"requestId":"r-1",)"
                         R"("functionArn":"arn:aws:lambda:us-east-2:123456789012:function:f",)"
                         R"("condition":"RetryAttemptsExhausted","approximateInvokeCount":3},)"
                         R"("responseContext":{"statusCode":200,"executedVersion":"$LATEST",)"
                         R"("functionError":"Unhandled"},"version":"1.0",)"
                         R"("timestamp":"2019-11-14T00:13:49.717Z",)" +
                             kBatch + "}");
}

TEST_CASE_FIXTURE(Fixture, "records that an answer reported died of no function error") {
  discard.last_failure->function_error = false;
  discard.last_failure->executed_version = "7";
  mapping.function.qualifier = "7";
  const auto sent = notice();
  CHECK(sent.document.find(R"("responseContext":{"statusCode":200,"executedVersion":"7",)"
                           R"("functionError":null})") != std::string::npos);
  CHECK(sent.document.find(R"(:function:f:7")") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "records that are too old have no response, and count as tried once") {
  discard.reason = DiscardReason::record_age_exceeded;
  discard.invocations = 0;
  SUBCASE("never tried") {
    discard.last_failure.reset();
  }
  SUBCASE("tried") {}
  const auto sent = notice();
  CHECK(sent.document.find("responseContext") == std::string::npos);
  CHECK(sent.document.find(R"("condition":"RecordAgeExceeded","approximateInvokeCount":1})") !=
        std::string::npos);
  CHECK(sent.document.starts_with(R"({"requestContext":{"requestId":"r-1",)"));
}

TEST_CASE_FIXTURE(Fixture, "a bucket gets the records, too, under a key of its own") {
  mapping.failure_destination = "arn:aws:s3:::b";
  const auto sent = notice();
  CHECK(sent.document.ends_with(kBatch +
                                R"(,"payload":{"Records":[{"eventID":"1"},{"eventID":"2"}]}})"));
  const std::string folder = "aws/lambda/u-u-i-d/shardId-1/2019/11/14/2019-11-14T00.13.49-";
  REQUIRE(sent.object_key.starts_with(folder));
  CHECK(core::is_uuid(sent.object_key.substr(folder.size())));
  CHECK(notice().object_key != sent.object_key);
}

}  // namespace failure_document_test
