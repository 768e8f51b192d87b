#include "server/seeds/templates/conversions.h"

#include "core/base64.h"
#include "server/seeds/document.h"

#include <doctest/doctest.h>

using namespace server::seeds;

namespace {

SeedDraft converted(Convert* convert, const char* type, const std::string& properties) {
  SeedDraft draft;
  convert(
      {
          "Thing", type, "thing", read_document("p.yaml", properties), {"t.yaml", 7}
  },
      draft);
  return draft;
}

std::string json(Convert* convert, const char* type, const std::string& properties) {
  return to_json(converted(convert, type, properties).document());
}

}  // namespace

TEST_CASE("a table's stream is there if it is named, and its numbers are such") {
  CHECK(
      json(convert_table, "AWS::DynamoDB::Table",
           "AttributeDefinitions: []\n"
           "KeySchema: []\n"
           "TableName: other\n"
           "ProvisionedThroughput: {ReadCapacityUnits: '5', WriteCapacityUnits: 6}\n"
           "StreamSpecification: {StreamViewType: KEYS_ONLY, ResourcePolicy: {}}\n"
           "TimeToLiveSpecification: {AttributeName: ttl, Enabled: 'true'}\n"
           "DeletionProtectionEnabled: 'true'\n"
           "Tags: [{Key: a, Value: b}]\n"
           "ContributorInsightsSpecification: {Enabled: true}\n"
           "GlobalSecondaryIndexes: [{IndexName: i, KeySchema: [], Projection: {}, "
           "ContributorInsightsSpecification: {}, ProvisionedThroughput: {ReadCapacityUnits: '1', "
           "WriteCapacityUnits: '2'}}]\n") ==
      R"({"tables":[{"AttributeDefinitions":[],"KeySchema":[],"ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":6},)"
      R"("GlobalSecondaryIndexes":[{"IndexName":"i","KeySchema":[],"Projection":{},"ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":2}}],)"
      R"("StreamSpecification":{"StreamEnabled":true,"StreamViewType":"KEYS_ONLY"},"TimeToLiveSpecification":{"AttributeName":"ttl","Enabled":true},)"
      R"("Tags":[{"Key":"a","Value":"b"}],"DeletionProtectionEnabled":true,"TableName":"thing"}]})");
}

TEST_CASE("a simple table's key is id, or what it says") {
  CHECK(
      json(convert_simple_table, "AWS::Serverless::SimpleTable", "{}") ==
      R"({"tables":[{"TableName":"thing","AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],"KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]}]})");
  for (const auto& [type, scalar] :
       {std::pair("Number", "N"), std::pair("Binary", "B"), std::pair("String", "S")}) {
    CHECK(
        json(convert_simple_table, "AWS::Serverless::SimpleTable",
             std::string("PrimaryKey: {Name: k, Type: ") + type + "}\nTags: {a: b}") ==
        R"({"tables":[{"TableName":"thing","AttributeDefinitions":[{"AttributeName":"k","AttributeType":")" +
            std::string(scalar) +
            R"("}],"KeySchema":[{"AttributeName":"k","KeyType":"HASH"}],"Tags":[{"Key":"a","Value":"b"}]}]})");
  }
}

TEST_CASE("a serverless function's code is a folder, a zip in a bucket, or in the template") {
  const auto code = [](const std::string& properties) {
    const SeedDraft draft =
        converted(convert_serverless_function, "AWS::Serverless::Function", properties);
    return to_json(*draft.document().find("functions")->list.front().find("Code"));
  };
  CHECK(code("CodeUri: src/") == R"("src/")");
  CHECK(code("{}") == R"(".")");
  CHECK(code("CodeUri: {Bucket: b, Key: k}") == R"({"S3Bucket":"b","S3Key":"k"})");
  const auto file_in = [](const std::string& zip) {
    return zip.find("index.py") != std::string::npos   ? "index.py"
           : zip.find("index.js") != std::string::npos ? "index.js"
                                                       : "none";
  };
  const auto inline_file = [&](Convert* convert, const std::string& properties) {
    const SeedDraft draft = converted(convert, "x", properties);
    const Value& function = draft.document().find("functions")->list.front();
    return file_in(core::base64_decode(function.find("Code")->text_of("ZipFile")).value());
  };
  CHECK(std::string(inline_file(convert_serverless_function,
                                "{InlineCode: x, Runtime: python3.12}")) == "index.py");
  CHECK(std::string(inline_file(convert_serverless_function,
                                "{InlineCode: x, Runtime: nodejs22.x}")) == "index.js");
  CHECK(std::string(inline_file(convert_function, "{Code: {ZipFile: x}, Runtime: python3.12}")) ==
        "index.py");
}

TEST_CASE("a function's settings, and what others call them") {
  CHECK(
      json(convert_serverless_function, "AWS::Serverless::Function",
           "Runtime: nodejs22.x\nHandler: a.b\nTimeout: '5'\nMemorySize: 256\nPolicies: [x]\n"
           "ReservedConcurrentExecutions: '2'\nTags: {a: 1}\n"
           "DeadLetterQueue: {Type: SQS, TargetArn: arn}\n"
           "EventInvokeConfig: {MaximumRetryAttempts: '0', MaximumEventAgeInSeconds: 60, "
           "DestinationConfig: {OnFailure: {Type: SQS, Destination: arn}}}\n") ==
      R"({"functions":[{"Runtime":"nodejs22.x","Handler":"a.b","Timeout":5,"MemorySize":256,"ReservedConcurrentExecutions":2,)"
      R"("FunctionName":"thing","Tags":{"a":"1"},"Code":".","DeadLetterConfig":{"TargetArn":"arn"},)"
      R"("EventInvokeConfig":{"MaximumEventAgeInSeconds":60,"MaximumRetryAttempts":0,"DestinationConfig":{"OnFailure":{"Destination":"arn"}}}}]})");
  CHECK(
      json(convert_function, "AWS::Lambda::Function",
           "{Code: {S3Bucket: b, S3Key: k}, Tags: [{Key: a, Value: b}], DeadLetterConfig: "
           "{TargetArn: t}}") ==
      R"({"functions":[{"FunctionName":"thing","Tags":{"a":"b"},"DeadLetterConfig":{"TargetArn":"t"},"Code":{"S3Bucket":"b","S3Key":"k"}}]})");
}

TEST_CASE("events of streams and queues are mappings, those of topics subscriptions") {
  const SeedDraft draft = converted(
      convert_serverless_function, "AWS::Serverless::Function",
      "Events:\n"
      "  S: {Type: DynamoDB, Properties: {Stream: s, StartingPosition: LATEST, BatchSize: '5', "
      "DestinationConfig: {OnFailure: {Type: SQS, Destination: d}}}}\n"
      "  Q: {Type: SQS, Properties: {Queue: q, Enabled: 'false', FunctionResponseTypes: "
      "[ReportBatchItemFailures]}}\n"
      "  T: {Type: SNS, Properties: {Topic: t}}\n"
      "  C: {Type: Schedule, Properties: {Schedule: rate(1 minute)}}\n");
  CHECK(
      to_json(*draft.document().find("mappings")) ==
      R"([{"BatchSize":5,"StartingPosition":"LATEST","DestinationConfig":{"OnFailure":{"Destination":"d"}},"FunctionName":"thing","EventSourceArn":"s"},)"
      R"({"Enabled":false,"FunctionResponseTypes":["ReportBatchItemFailures"],"FunctionName":"thing","EventSourceArn":"q"}])");
  CHECK(to_json(*draft.document().find("subscriptions")) ==
        R"([{"TopicArn":"t","function":"thing"}])");
  CHECK(draft.left_out() == std::vector<std::string>{"Thing.C (event Schedule)"});
}

TEST_CASE("a mapping of its own") {
  CHECK(
      json(convert_mapping, "AWS::Lambda::EventSourceMapping",
           "{FunctionName: f, EventSourceArn: e, BatchSize: 3, BisectBatchOnFunctionError: 'true', "
           "StartingPosition: LATEST}") ==
      R"({"mappings":[{"BatchSize":3,"StartingPosition":"LATEST","BisectBatchOnFunctionError":true,"FunctionName":"f","EventSourceArn":"e"}]})");
  CHECK(
      json(convert_mapping, "AWS::Lambda::EventSourceMapping",
           "{FunctionName: f, EventSourceArn: e, KmsKeyArn: k, Tags: [{Key: a, Value: b}], "
           "MetricsConfig: {Metrics: [EventCount]}}") ==
      R"({"mappings":[{"MetricsConfig":{"Metrics":["EventCount"]},"Tags":{"a":"b"},"KMSKeyArn":"k","FunctionName":"f","EventSourceArn":"e"}]})");
}

TEST_CASE("queues, topics, subscriptions, layers and buckets") {
  CHECK(
      json(convert_queue, "AWS::SQS::Queue",
           "{VisibilityTimeout: 3, Tags: [{Key: a, Value: b}]}") ==
      R"({"queues":[{"QueueName":"thing","Attributes":{"VisibilityTimeout":3},"tags":{"a":"b"}}]})");
  CHECK(
      json(convert_topic, "AWS::SNS::Topic",
           "{DisplayName: d, Subscription: [{Protocol: sqs, Endpoint: e}]}") ==
      R"({"topics":[{"Name":"thing","Attributes":{"DisplayName":"d"}}],"subscriptions":[{"Protocol":"sqs","Endpoint":"e","topic":"thing"}]})");
  CHECK(
      json(convert_subscription, "AWS::SNS::Subscription",
           "{TopicArn: t, Protocol: sqs, Endpoint: e, RawMessageDelivery: true}") ==
      R"({"subscriptions":[{"Protocol":"sqs","Endpoint":"e","TopicArn":"t","Attributes":{"RawMessageDelivery":"true"}}]})");
  CHECK(json(convert_layer, "AWS::Serverless::LayerVersion",
             "{ContentUri: lib, CompatibleRuntimes: [a]}") ==
        R"({"layers":[{"CompatibleRuntimes":["a"],"LayerName":"thing","Content":"lib"}]})");
  CHECK(json(convert_layer, "AWS::Serverless::LayerVersion", "{ContentUri: {Bucket: b, Key: k}}") ==
        R"({"layers":[{"LayerName":"thing","Content":{"S3Bucket":"b","S3Key":"k"}}]})");
  CHECK(json(convert_layer, "AWS::Lambda::LayerVersion", "{Content: {S3Bucket: b, S3Key: k}}") ==
        R"({"layers":[{"LayerName":"thing","Content":{"S3Bucket":"b","S3Key":"k"}}]})");
  CHECK(json(convert_bucket, "AWS::S3::Bucket", "{VersioningConfiguration: {}}") ==
        R"({"buckets":[{"Bucket":"thing"}]})");
}
