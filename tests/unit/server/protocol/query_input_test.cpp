#include "server/protocol/query_input.h"

#include "core/api_error.h"
#include "server/protocol/model/input_shapes.h"
#include "tests/support/fake_headers.h"

#include <doctest/doctest.h>

namespace query_input_test {

namespace {

std::string json_of(const std::string& operation, const std::string& body) {
  const tests::FakeHeaders headers(tests::HeaderList{
      {"Content-Type", "application/x-www-form-urlencoded"}
  });
  const server::protocol::QueryForm form({"POST", "/", headers, body});
  const auto* input = server::protocol::find_input_shape("AmazonSQS." + operation);
  return server::protocol::query_input_json(form, operation, input->shape,
                                            server::protocol::sqs_dialect());
}

}  // namespace

TEST_CASE("a form says what the JSON protocol's body says") {
  struct Case {
    const char *operation, *form, *json;
  };
  for (const Case& c : {
           Case{"GetQueueUrl",        "Action=GetQueueUrl&QueueName=a%2Fb&Other=1",
                R"({"QueueName":"a/b"})"                                                                                                                                 },
           {"CreateQueue",
                "QueueName=a&Attribute.1.Name=DelaySeconds&Attribute.1.Value=5&Tag.1.Key=k&Tag.1.Value="
            "v",                                                                                R"({"QueueName":"a","Attributes":{"DelaySeconds":"5"},"tags":{"k":"v"}})"},
           {"GetQueueAttributes", "QueueUrl=u&AttributeName.2=B&AttributeName.1=A",
                R"({"QueueUrl":"u","AttributeNames":["A","B"]})"                                                                                                         },
           {"SendMessage",
                "QueueUrl=u&MessageBody=a%0Ab&DelaySeconds=3&MessageAttribute.1.Name=n&"
            "MessageAttribute.1.Value.StringValue=1&MessageAttribute.1.Value.DataType=Number&"
            "MessageSystemAttribute.1.Name=AWSTraceHeader&"
            "MessageSystemAttribute.1.Value.StringValue=r&"
            "MessageSystemAttribute.1.Value.DataType=String",                                   R"({"QueueUrl":"u","MessageBody":"a\nb","DelaySeconds":3,"MessageAttributes":)"
            R"({"n":{"StringValue":"1","DataType":"Number"}},"MessageSystemAttributes":)"
            R"({"AWSTraceHeader":{"StringValue":"r","DataType":"String"}}})"                                },
           {"SendMessageBatch",
                "QueueUrl=u&SendMessageBatchRequestEntry.1.Id=a&"
            "SendMessageBatchRequestEntry.1.MessageBody=m&SendMessageBatchRequestEntry.2.Id=b", R"({"QueueUrl":"u","Entries":[{"Id":"a","MessageBody":"m"},{"Id":"b"}]})"},
           {"ReceiveMessage",
                "QueueUrl=u&MessageAttributeName.1=All&MessageSystemAttributeName.1=All&"
            "MaxNumberOfMessages=10",                                                           R"({"QueueUrl":"u","MessageSystemAttributeNames":["All"],)"
            R"("MessageAttributeNames":["All"],"MaxNumberOfMessages":10})"                                                          },
           {"TagQueue",           "QueueUrl=u&Tag.1.Key=k&Tag.1.Value=v",
                R"({"QueueUrl":"u","Tags":{"k":"v"}})"                                                                                                                   },
           {"UntagQueue",         "QueueUrl=u&TagKey.1=k",                                  R"({"QueueUrl":"u","TagKeys":["k"]})"                                    },
           {"ListQueues",         "",                                                       "{}"                                                                     }
  }) {
    CAPTURE(c.operation);
    CHECK(json_of(c.operation, c.form) == c.json);
  }
}

TEST_CASE("a text where a number belongs is told") {
  CHECK_THROWS_WITH_AS(json_of("ListQueues", "MaxResults=ten"),
                       "ten cannot be converted to Integer", core::ApiError);
  CHECK_THROWS_WITH_AS(json_of("ListQueues", "MaxResults="), " cannot be converted to Integer",
                       core::ApiError);
  CHECK_THROWS_WITH_AS(json_of("ListQueues", "MaxResults=1x"), "1x cannot be converted to Integer",
                       core::ApiError);
}

}  // namespace query_input_test
