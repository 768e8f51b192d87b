#include "server/protocol/input_check.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

#include <string>

namespace input_check_test {

namespace {

// "CODE: text" of what is wrong with a body, "" when nothing is.
std::string fault(std::string_view target, std::string body) {
  const auto document = core::json::Document::parse(std::move(body));
  try {
    server::protocol::check_input(document, *server::protocol::find_input_shape(target));
    return "";
  } catch (const core::ApiError& error) {
    return std::string(core::error_name(error.code())) + ": " + error.message();
  }
}

}  // namespace

TEST_CASE("each service tells in its own way what is missing") {
  CHECK(fault("DynamoDB_20120810.GetItem", R"({"Key":{}})") ==
        "ValidationException: 1 validation error detected: Value null at 'tableName' failed to "
        "satisfy constraint: Member must not be null");
  CHECK(fault("Logs_20140328.DeleteLogGroup", "{}") ==
        "InvalidParameterException: 1 validation error detected: Value null at 'logGroupName' "
        "failed to satisfy constraint: Member must not be null");
  CHECK(fault("AmazonSQS.SendMessage", "{}") ==
        "MissingRequiredParameterException: The request must contain the parameter QueueUrl.");
  CHECK(fault("AmazonSQS.SendMessage", R"({"QueueUrl":"u","MessageBody":""})") ==
        "MissingRequiredParameterException: The request must contain the parameter MessageBody.");
  CHECK(fault("AmazonSQS.TagQueue", R"({"QueueUrl":"u","Tags":null})") ==
        "MissingRequiredParameterException: The request must contain the parameter Tags.");
  CHECK(fault("AmazonSQS.TagQueue", R"({"QueueUrl":"u","Tags":{}})").empty());
}

TEST_CASE("types are told before what is missing") {
  CHECK(fault("AmazonSQS.SendMessage", R"({"QueueUrl":1})") ==
        "SerializationException: NUMBER_VALUE cannot be converted to String");
}

TEST_CASE("the front end that reads a body is told, and has its own words") {
  const auto good = core::json::Document::parse(R"({"TableName":"abc","Key":{}})");
  CHECK(server::protocol::check_input(
            good, *server::protocol::find_input_shape("DynamoDB_20120810.GetItem")) ==
        core::FrontEnd::current);
  const auto sqs = core::json::Document::parse(R"({"QueueName":"a"})");
  CHECK(server::protocol::check_input(sqs, *server::protocol::find_input_shape(
                                               "AmazonSQS.GetQueueUrl")) == core::FrontEnd::older);
}

}  // namespace input_check_test
