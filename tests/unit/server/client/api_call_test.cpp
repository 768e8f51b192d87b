#include "server/client/api_call.h"

#include <doctest/doctest.h>

namespace api_call_test {

namespace client = server::client;

namespace {

const core::Scope kScope{core::AccountId("000000000042"), core::Region("eu-west-1")};

std::string header(const client::HttpQuestion& question, std::string_view name) {
  for (const auto& [known, value] : question.headers) {
    if (known == name) return value;
  }
  return "";
}

}  // namespace

TEST_CASE("a call of a JSON protocol names its target, and is signed for its service") {
  struct Case {
    const char* target;
    const char* service;
  };
  const Case cases[] = {
      {"DynamoDB_20120810.PutItem",           "dynamodb"},
      {"DynamoDBStreams_20120810.GetRecords", "dynamodb"},
      {"AmazonSQS.CreateQueue",               "sqs"     },
      {"Logs_20140328.DescribeLogGroups",     "logs"    },
  };
  for (const Case& c : cases) {
    CAPTURE(c.target);
    const auto call = client::json_call(kScope, c.target, "{}");
    CHECK(call.method == "POST");
    CHECK(call.target == "/");
    CHECK(call.body == "{}");
    CHECK(header(call, "X-Amz-Target") == c.target);
    CHECK(header(call, "Content-Type") == "application/x-amz-json-1.0");
    CHECK(header(call, "Authorization") ==
          "AWS4-HMAC-SHA256 Credential=000000000042/20260101/eu-west-1/" + std::string(c.service) +
              "/aws4_request, SignedHeaders=host, Signature=0");
  }
}

TEST_CASE("a REST call is its method and path") {
  const auto call = client::rest_call(kScope, "lambda", "GET", "/2015-03-31/functions/");
  CHECK(call.method == "GET");
  CHECK(call.target == "/2015-03-31/functions/");
  CHECK(call.body.empty());
  CHECK(header(call, "Authorization").find("/lambda/aws4_request") != std::string::npos);
}

TEST_CASE("a form's names and values are encoded") {
  const auto call = client::form_call(kScope, "sns",
                                      {
                                          {"Action", "CreateTopic"},
                                          {"a&b",    "c d=é"     }
  });
  CHECK(call.body == "Action=CreateTopic&a%26b=c+d%3D%C3%A9");
  CHECK(header(call, "Content-Type") == "application/x-www-form-urlencoded");
}

TEST_CASE("an error's text is found in each service's form") {
  struct Case {
    const char* body;
    const char* text;
  };
  const Case cases[] = {
      {R"({"__type":"com.amazonaws.dynamodb.v20120810#ResourceInUseException","message":"Table already exists"})",
       "ResourceInUseException: Table already exists"                                                                                   },
      {R"({"__type":"x#InternalServerError"})",                                                                    "InternalServerError"},
      {R"({"Type":"User","Message":"Function not found"})",                                                        "Function not found" },
      {R"({"message":"only"})",                                                                                    "only"               },
      {R"({"error":"NotFound","message":"There is no mapping x."})",
       "NotFound: There is no mapping x."                                                                                               },
      {"<ErrorResponse><Error><Code>InvalidParameter</Code><Message>no name</Message></Error>",
       "InvalidParameter: no name"                                                                                                      },
      {"<Error><Code>NoSuchKey</Code>",                                                                            "NoSuchKey: "        },
      {"<Code>",                                                                                                   "it answered 503"    },
      {"",                                                                                                         "it answered 503"    },
      {"[]",                                                                                                       "it answered 503"    },
      {"{}",                                                                                                       "it answered 503"    },
  };
  for (const Case& c : cases) {
    CAPTURE(c.body);
    CHECK(client::error_text({503, c.body}) == c.text);
  }
}

}  // namespace api_call_test
