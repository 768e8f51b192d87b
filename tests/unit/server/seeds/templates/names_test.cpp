#include "server/seeds/templates/names.h"

#include "server/seeds/request.h"

#include <doctest/doctest.h>

namespace names_test {

using namespace server::seeds;

namespace {
const core::Scope kScope{core::AccountId("000000000042"), core::Region("eu-west-1")};
}

TEST_CASE("each type has its name, what Ref gives, and its ARN") {
  struct Case {
    const char* type;
    const char* property;
    const char* generated;
    std::string ref;
    const char* arn;
  };
  const Case cases[] = {
      {"AWS::DynamoDB::Table",         "TableName",    "stack-Thing", "x",
       "arn:aws:dynamodb:eu-west-1:000000000042:table/x"                                                                                        },
      {"AWS::DynamoDB::GlobalTable",   "TableName",    "stack-Thing", "x",
       "arn:aws:dynamodb:eu-west-1:000000000042:table/x"                                                                                        },
      {"AWS::Logs::LogGroup",          "LogGroupName", "stack-Thing", "x",
       "arn:aws:logs:eu-west-1:000000000042:log-group:x:*"                                                                                      },
      {"AWS::Serverless::SimpleTable", "TableName",    "stack-Thing", "x",
       "arn:aws:dynamodb:eu-west-1:000000000042:table/x"                                                                                        },
      {"AWS::Lambda::Function",        "FunctionName", "stack-Thing", "x",
       "arn:aws:lambda:eu-west-1:000000000042:function:x"                                                                                       },
      {"AWS::Serverless::Function",    "FunctionName", "stack-Thing", "x",
       "arn:aws:lambda:eu-west-1:000000000042:function:x"                                                                                       },
      {"AWS::Lambda::LayerVersion",    "LayerName",    "Thing",       reference("the ARN of layer x"),
       "arn:aws:lambda:eu-west-1:000000000042:layer:x"                                                                                          },
      {"AWS::SQS::Queue",              "QueueName",    "stack-Thing", reference("the URL of queue x"),
       "arn:aws:sqs:eu-west-1:000000000042:x"                                                                                                   },
      {"AWS::SNS::Topic",              "TopicName",    "stack-Thing", "arn:aws:sns:eu-west-1:000000000042:x",
       "arn:aws:sns:eu-west-1:000000000042:x"                                                                                                   },
      {"AWS::S3::Bucket",              "BucketName",   "stack-thing", "x",                                    "arn:aws:s3:::x"                  },
      {"AWS::IAM::Role",               "",             "stack-Thing", "x",                                    "arn:aws:iam::000000000042:role/x"},
      {"AWS::New::Thing",              "",             "stack-Thing", "x",
       "arn:aws:cloudformation:eu-west-1:000000000042:resource/x"                                                                               },
  };
  for (const Case& c : cases) {
    CAPTURE(c.type);
    const NamedResource resource{c.type, "x"};
    CHECK(name_property(c.type) == c.property);
    CHECK(generated_name(c.type, "stack", "Thing") == c.generated);
    CHECK(ref_of(resource, kScope) == c.ref);
    CHECK(attribute_of(resource, "Arn", kScope) == c.arn);
  }
}

TEST_CASE("attributes beside the ARN") {
  CHECK(attribute_of({"AWS::DynamoDB::Table", "x"}, "StreamArn", kScope) ==
        reference("the stream of table x"));
  CHECK(attribute_of({"AWS::SQS::Queue", "x"}, "QueueName", kScope) == "x");
  CHECK(attribute_of({"AWS::SQS::Queue", "x"}, "QueueUrl", kScope) ==
        reference("the URL of queue x"));
  CHECK(attribute_of({"AWS::SNS::Topic", "x"}, "TopicName", kScope) == "x");
  CHECK(attribute_of({"AWS::SNS::Topic", "x"}, "TopicArn", kScope) ==
        "arn:aws:sns:eu-west-1:000000000042:x");
  CHECK(attribute_of({"AWS::SQS::Queue", "x"}, "Colour", kScope) == std::nullopt);
  CHECK(attribute_of({"AWS::Cognito::UserPool", "x"}, "ProviderName", kScope) == "x.ProviderName");
}

TEST_CASE("versions and aliases are called by their functions") {
  const NamedResource version{"AWS::Lambda::Version", "", "f"};
  const NamedResource alias{"AWS::Lambda::Alias", "live", "f"};
  const std::string function = "arn:aws:lambda:eu-west-1:000000000042:function:f";
  const std::string number = reference("the version of function f");
  CHECK(ref_of(version, kScope) == function + ":" + number);
  CHECK(attribute_of(version, "FunctionArn", kScope) == function + ":" + number);
  CHECK(attribute_of(version, "Version", kScope) == number);
  CHECK(ref_of(alias, kScope) == function + ":live");
  CHECK(attribute_of(alias, "AliasArn", kScope) == function + ":live");
  CHECK(attribute_of(alias, "Version", kScope) == std::nullopt);
  for (const std::string& name : {std::string("f"), function, function + ":live"}) {
    CHECK(plain_function_name(name) == "f");
  }
}

TEST_CASE("what is left out is called by texts that could be") {
  NamedResource queue{"AWS::SQS::Queue", "x.fifo"};
  queue.is_left_out = true;
  CHECK(ref_of(queue, kScope) == "x.fifo");
  CHECK(attribute_of(queue, "QueueUrl", kScope) == "x.fifo");
  CHECK(attribute_of(queue, "Arn", kScope) == "arn:aws:sqs:eu-west-1:000000000042:x.fifo");
}

TEST_CASE("a bucket has domains") {
  const NamedResource bucket{"AWS::S3::Bucket", "b"};
  CHECK(attribute_of(bucket, "DomainName", kScope) == "b.s3.amazonaws.com");
  CHECK(attribute_of(bucket, "RegionalDomainName", kScope) == "b.s3.eu-west-1.amazonaws.com");
  CHECK(attribute_of(bucket, "Colour", kScope) == std::nullopt);
}

}  // namespace names_test
