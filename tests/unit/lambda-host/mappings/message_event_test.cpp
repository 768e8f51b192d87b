#include "lambda-host/mappings/message_event.h"

#include <doctest/doctest.h>

namespace message_event_test {

using lambda_host::SourceMessage;

namespace {

const std::string kArn = "arn:aws:sqs:eu-west-1:000000000000:orders";

SourceMessage message(std::string body) {
  SourceMessage message;
  message.message_id = "id";
  message.receipt_handle = "handle";
  message.body = std::move(body);
  message.attributes = R"({"SenderId":"AIDA"})";
  message.message_attributes = "{}";
  message.md5_of_body = "md5";
  return message;
}

}  // namespace

TEST_CASE("an event shows messages as AWS does") {
  auto second = message("b");
  second.message_attributes =
      R"({"n":{"StringValue":"1","DataType":"Number"},"b":{"BinaryValue":"AA==","DataType":"Binary"}})";
  second.md5_of_message_attributes = "md5 of those";
  const std::vector<SourceMessage> messages = {message("a"), second};
  CHECK(
      lambda_host::message_event(messages, kArn) ==
      R"({"Records":[{"messageId":"id","receiptHandle":"handle","body":"a",)"
      R"("attributes":{"SenderId":"AIDA"},"messageAttributes":{},"md5OfMessageAttributes":null,)"
      R"("md5OfBody":"md5","eventSource":"aws:sqs",)"
      R"("eventSourceARN":"arn:aws:sqs:eu-west-1:000000000000:orders","awsRegion":"eu-west-1"},)"
      R"({"messageId":"id","receiptHandle":"handle","body":"b",)"
      R"("attributes":{"SenderId":"AIDA"},"messageAttributes":{"n":{"stringValue":"1",)"
      R"("stringListValues":[],"binaryListValues":[],"dataType":"Number"},"b":)"
      R"({"binaryValue":"AA==","stringListValues":[],"binaryListValues":[],)"
      R"("dataType":"Binary"}},"md5OfMessageAttributes":"md5 of those","md5OfBody":"md5",)"
      R"("eventSource":"aws:sqs",)"
      R"("eventSourceARN":"arn:aws:sqs:eu-west-1:000000000000:orders","awsRegion":"eu-west-1"}]})");
}

TEST_CASE("an event has no more bytes than are told before") {
  for (const char c : {'x', '"', '\\', '\n', '\t'}) {
    CAPTURE(c);
    const std::vector<SourceMessage> messages = {message(std::string(100'000, c))};
    const std::size_t told = lambda_host::message_event_bytes(messages.front());
    const std::size_t bytes = lambda_host::message_event(messages, kArn).size();
    CHECK(bytes <= told);
    CHECK(told < bytes + 1000);
  }
}

TEST_CASE("filters see a body that is a JSON object as one, any other as text") {
  const auto body_of = [](const std::string& body) {
    const std::string record = lambda_host::message_filter_record(message(body), kArn);
    const auto from = record.find("\"body\":") + 7;
    return record.substr(from, record.find(",\"attributes\"") - from);
  };
  CHECK(body_of(R"({"a":1})") == R"({"a":1})");
  CHECK(body_of("[1]") == R"("[1]")");
  CHECK(body_of("text") == R"("text")");
}

}  // namespace message_event_test
