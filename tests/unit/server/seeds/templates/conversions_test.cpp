#include "server/seeds/templates/conversions.h"

#include "core/base64.h"
#include "server/seeds/document.h"

#include <doctest/doctest.h>

namespace conversions_test {

using namespace server::seeds;

namespace {

using Strings = std::vector<std::string>;

const core::Scope kScope{core::AccountId("000000000042"), core::Region("eu-west-1")};

SeedDraft converted(Convert* convert, const char* type, const std::string& properties) {
  SeedDraft draft(kScope);
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
  const SeedDraft draft = converted(
      convert_table, "AWS::DynamoDB::Table",
      "AttributeDefinitions: []\n"
      "KeySchema: []\n"
      "TableName: other\n"
      "ProvisionedThroughput: {ReadCapacityUnits: '5', WriteCapacityUnits: 6}\n"
      "OnDemandThroughput: {MaxReadRequestUnits: '7', MaxWriteRequestUnits: '8'}\n"
      "StreamSpecification: {StreamViewType: KEYS_ONLY, ResourcePolicy: {}}\n"
      "TimeToLiveSpecification: {AttributeName: ttl, Enabled: 'true'}\n"
      "PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: 'true'}\n"
      "DeletionProtectionEnabled: 'true'\n"
      "Tags: [{Key: a, Value: b}]\n"
      "ContributorInsightsSpecification: {Enabled: true}\n"
      "ImportSourceSpecification: {InputFormat: CSV}\n"
      "GlobalSecondaryIndexes: [{IndexName: i, KeySchema: [], Projection: {}, Colour: red, "
      "ContributorInsightsSpecification: {}, ProvisionedThroughput: {ReadCapacityUnits: '1', "
      "WriteCapacityUnits: '2'}}]\n");
  CHECK(
      to_json(draft.document()) ==
      R"({"tables":[{"AttributeDefinitions":[],"KeySchema":[],"TableName":"thing","ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":6},)"
      R"("OnDemandThroughput":{"MaxReadRequestUnits":7,"MaxWriteRequestUnits":8},)"
      R"("StreamSpecification":{"StreamViewType":"KEYS_ONLY","StreamEnabled":true},"TimeToLiveSpecification":{"AttributeName":"ttl","Enabled":true},)"
      R"("PointInTimeRecoverySpecification":{"PointInTimeRecoveryEnabled":true},"DeletionProtectionEnabled":true,)"
      R"("GlobalSecondaryIndexes":[{"IndexName":"i","KeySchema":[],"Projection":{},"ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":2}}],)"
      R"("Tags":[{"Key":"a","Value":"b"}]}]})");
  CHECK(draft.left_out().unknown ==
        Strings{"Thing.ImportSourceSpecification", "Thing.GlobalSecondaryIndexes.Colour"});
  CHECK(draft.left_out().needless ==
        Strings{"Thing: StreamSpecification.ResourcePolicy, ContributorInsightsSpecification, "
                "GlobalSecondaryIndexes.ContributorInsightsSpecification"});
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
  const SeedDraft draft = converted(
      convert_serverless_function, "AWS::Serverless::Function",
      "Runtime: nodejs22.x\nHandler: a.b\nTimeout: '5'\nMemorySize: 256\nPolicies: [x]\n"
      "EphemeralStorage: {Size: '600'}\nLoggingConfig: {LogFormat: JSON}\nTracing: Active\n"
      "Environment: {Variables: {A: b}, Variabels: {C: d}}\nFileSystemConfigs: [x]\n"
      "ReservedConcurrentExecutions: '2'\nTags: {a: 1}\n"
      "DeadLetterQueue: {Type: SQS, TargetArn: arn}\n"
      "EventInvokeConfig: {MaximumRetryAttempts: '0', MaximumEventAgeInSeconds: 60, "
      "DestinationConfig: {OnFailure: {Type: SQS, Destination: arn}}}\n");
  CHECK(
      to_json(draft.document()) ==
      R"({"functions":[{"Runtime":"nodejs22.x","Handler":"a.b","Timeout":5,"MemorySize":256,"EphemeralStorage":{"Size":600},)"
      R"("LoggingConfig":{"LogFormat":"JSON"},"Environment":{"Variables":{"A":"b"}},"ReservedConcurrentExecutions":2,)"
      R"("FunctionName":"thing","Tags":{"a":"1"},"Code":".","DeadLetterConfig":{"TargetArn":"arn"}}],)"
      R"("event_invoke_configs":[{"MaximumRetryAttempts":0,"MaximumEventAgeInSeconds":60,"DestinationConfig":{"OnFailure":{"Destination":"arn"}},)"
      R"("FunctionName":"thing","Qualifier":"$LATEST"}]})");
  CHECK(draft.left_out().unknown ==
        Strings{"Thing.Environment.Variabels", "Thing.FileSystemConfigs"});
  CHECK(draft.left_out().needless == Strings{"Thing: Policies, Tracing"});
  CHECK(
      json(convert_function, "AWS::Lambda::Function",
           "{Code: {S3Bucket: b, S3Key: k}, Tags: [{Key: a, Value: b}], PackageType: Zip, "
           "DeadLetterConfig: {TargetArn: t}}") ==
      R"({"functions":[{"DeadLetterConfig":{"TargetArn":"t"},"FunctionName":"thing","Tags":{"a":"b"},"Code":{"S3Bucket":"b","S3Key":"k"}}]})");
}

TEST_CASE("a function that is published is called by its alias") {
  const SeedDraft draft =
      converted(convert_serverless_function, "AWS::Serverless::Function",
                "AutoPublishAlias: live\nVersionDescription: first\n"
                "ProvisionedConcurrencyConfig: {ProvisionedConcurrentExecutions: '1'}\n"
                "EventInvokeConfig: {MaximumRetryAttempts: 1}\n"
                "Events:\n"
                "  S: {Type: DynamoDB, Properties: {Stream: s}}\n"
                "  T: {Type: SNS, Properties: {Topic: t}}\n");
  CHECK(
      to_json(draft.document()) ==
      R"({"functions":[{"FunctionName":"thing","Code":"."}],)"
      R"("versions":[{"FunctionName":"thing","Description":"first"}],)"
      R"("aliases":[{"FunctionName":"thing","Name":"live","ProvisionedConcurrencyConfig":{"ProvisionedConcurrentExecutions":1}}],)"
      R"("event_invoke_configs":[{"MaximumRetryAttempts":1,"FunctionName":"thing","Qualifier":"live"}],)"
      R"("mappings":[{"FunctionName":"arn:aws:lambda:eu-west-1:000000000042:function:thing:live","EventSourceArn":"s"}],)"
      R"("subscriptions":[{"TopicArn":"t","Protocol":"lambda","Endpoint":"arn:aws:lambda:eu-west-1:000000000042:function:thing:live"}]})");
}

TEST_CASE("versions, aliases and their invocation as resources of their own") {
  CHECK(
      json(convert_version, "AWS::Lambda::Version",
           "{FunctionName: 'arn:aws:lambda:r:a:function:f', Description: d, "
           "ProvisionedConcurrencyConfig: "
           "{ProvisionedConcurrentExecutions: '2'}}") ==
      R"({"versions":[{"FunctionName":"f","Description":"d","ProvisionedConcurrencyConfig":{"ProvisionedConcurrentExecutions":2}}]})");
  const SeedDraft alias =
      converted(convert_alias, "AWS::Lambda::Alias",
                "{FunctionName: f, FunctionVersion: '1', Name: live, RoutingConfig: {}}");
  CHECK(to_json(alias.document()) ==
        R"({"aliases":[{"FunctionName":"f","FunctionVersion":"1","Name":"live"}]})");
  CHECK(alias.left_out().unknown == Strings{"Thing.RoutingConfig"});
  CHECK(
      json(convert_event_invoke_config, "AWS::Lambda::EventInvokeConfig",
           "{FunctionName: f, Qualifier: live, MaximumEventAgeInSeconds: '60', DestinationConfig: "
           "{OnSuccess: {Destination: d}}}") ==
      R"({"event_invoke_configs":[{"FunctionName":"f","Qualifier":"live","MaximumEventAgeInSeconds":60,"DestinationConfig":{"OnSuccess":{"Destination":"d"}}}]})");
}

TEST_CASE("nothing is made for what is left out") {
  const auto left_out = [](Convert* convert, const char* type, const std::string& properties) {
    SeedDraft draft(kScope);
    draft.lack("gone");
    draft.lack("arn:aws:sqs:eu-west-1:000000000042:gone.fifo");
    convert(
        {
            "Thing", type, "thing", read_document("p.yaml", properties), {"t.yaml", 7}
    },
        draft);
    CHECK_FALSE(draft.document().has("mappings"));
    CHECK_FALSE(draft.document().has("versions"));
    CHECK_FALSE(draft.document().has("aliases"));
    CHECK_FALSE(draft.document().has("event_invoke_configs"));
    return draft.left_out().unknown;
  };
  const std::string queue = "'arn:aws:sqs:eu-west-1:000000000042:gone.fifo'";
  CHECK(left_out(convert_mapping, "M", "{FunctionName: gone, EventSourceArn: s}") ==
        Strings{"Thing (M): its function is left out"});
  CHECK(left_out(convert_mapping, "M", "{FunctionName: f, EventSourceArn: " + queue + "}") ==
        Strings{"Thing (M): its source is left out"});
  CHECK(left_out(convert_mapping, "M",
                 "{FunctionName: f, EventSourceArn: 'arn:aws:kinesis:r:a:stream/s'}") ==
        Strings{"Thing (M): its source is neither a stream of a table nor a queue"});
  CHECK(left_out(convert_mapping, "M", "{FunctionName: f, SelfManagedEventSource: {}}") ==
        Strings{"Thing (M): its source is neither a stream of a table nor a queue"});
  CHECK(left_out(convert_serverless_function, "F",
                 "{Events: {Q: {Type: SQS, Properties: {Queue: " + queue + "}}}}") ==
        Strings{"Thing.Q (event SQS): its source is left out"});
  CHECK(left_out(convert_version, "V", "{FunctionName: gone}") ==
        Strings{"Thing (V): its function is left out"});
  CHECK(left_out(convert_alias, "A", "{FunctionName: gone, Name: a}") ==
        Strings{"Thing (A): its function is left out"});
  CHECK(left_out(convert_event_invoke_config, "E", "{FunctionName: gone}") ==
        Strings{"Thing (E): its function is left out"});
}

TEST_CASE("events of streams and queues are mappings, those of topics subscriptions") {
  const SeedDraft draft = converted(
      convert_serverless_function, "AWS::Serverless::Function",
      "Events:\n"
      "  S: {Type: DynamoDB, Properties: {Stream: s, StartingPosition: LATEST, BatchSize: '5', "
      "BathcSize: 6, DestinationConfig: {OnFailure: {Type: SQS, Destination: d}}}}\n"
      "  Q: {Type: SQS, Properties: {Queue: q, Enabled: 'false', FunctionResponseTypes: "
      "[ReportBatchItemFailures]}}\n"
      "  T: {Type: SNS, Properties: {Topic: t, FilterPolicy: {a: [b]}}}\n"
      "  C: {Type: Schedule, Properties: {Schedule: rate(1 minute)}}\n");
  CHECK(
      to_json(*draft.document().find("mappings")) ==
      R"([{"StartingPosition":"LATEST","BatchSize":5,"DestinationConfig":{"OnFailure":{"Destination":"d"}},"FunctionName":"thing","EventSourceArn":"s"},)"
      R"({"Enabled":false,"FunctionResponseTypes":["ReportBatchItemFailures"],"FunctionName":"thing","EventSourceArn":"q"}])");
  CHECK(to_json(*draft.document().find("subscriptions")) ==
        R"([{"TopicArn":"t","function":"thing"}])");
  CHECK(draft.left_out().unknown ==
        Strings{"Thing.S.BathcSize", "Thing.T.FilterPolicy", "Thing.C (event Schedule)"});
}

TEST_CASE("a layer of another account or region is left out") {
  const std::string own = "arn:aws:lambda:eu-west-1:000000000042:layer:mine:2";
  const SeedDraft draft = converted(
      convert_function, "AWS::Lambda::Function",
      "{Code: c, Layers: ['arn:aws:lambda:eu-west-1:017000801446:layer:Tools:51', '" + own +
          "', 'arn:aws:lambda:us-east-1:000000000042:layer:mine:2', \"\\x01the l\\x01\"]}");
  CHECK(to_json(*draft.document().find("functions")->list[0].find("Layers")) ==
        "[\"" + own + "\",\"\\u0001the l\\u0001\"]");
  CHECK(draft.left_out().unknown ==
        Strings{"Thing.Layers (arn:aws:lambda:eu-west-1:017000801446:layer:Tools:51)",
                "Thing.Layers (arn:aws:lambda:us-east-1:000000000042:layer:mine:2)"});
}

TEST_CASE("a mapping of its own") {
  CHECK(
      json(convert_mapping, "AWS::Lambda::EventSourceMapping",
           "{FunctionName: f, EventSourceArn: e, BatchSize: 3, BisectBatchOnFunctionError: 'true', "
           "StartingPosition: AT_TIMESTAMP, StartingPositionTimestamp: '12.5'}") ==
      R"({"mappings":[{"FunctionName":"f","EventSourceArn":"e","BatchSize":3,"BisectBatchOnFunctionError":true,"StartingPosition":"AT_TIMESTAMP","StartingPositionTimestamp":12.5}]})");
  CHECK(
      json(convert_mapping, "AWS::Lambda::EventSourceMapping",
           "{FunctionName: f, EventSourceArn: e, KmsKeyArn: k, Tags: [{Key: a, Value: b}], "
           "MetricsConfig: {Metrics: [EventCount]}}") ==
      R"({"mappings":[{"FunctionName":"f","EventSourceArn":"e","MetricsConfig":{"Metrics":["EventCount"]},"Tags":{"a":"b"},"KMSKeyArn":"k"}]})");
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
      R"({"subscriptions":[{"TopicArn":"t","Protocol":"sqs","Endpoint":"e","Attributes":{"RawMessageDelivery":"true"}}]})");
  CHECK(json(convert_layer, "AWS::Serverless::LayerVersion",
             "{ContentUri: lib, CompatibleRuntimes: [a]}") ==
        R"({"layers":[{"CompatibleRuntimes":["a"],"LayerName":"thing","Content":"lib"}]})");
  CHECK(json(convert_layer, "AWS::Serverless::LayerVersion", "{ContentUri: {Bucket: b, Key: k}}") ==
        R"({"layers":[{"LayerName":"thing","Content":{"S3Bucket":"b","S3Key":"k"}}]})");
  CHECK(json(convert_layer, "AWS::Lambda::LayerVersion", "{Content: {S3Bucket: b, S3Key: k}}") ==
        R"({"layers":[{"Content":{"S3Bucket":"b","S3Key":"k"},"LayerName":"thing"}]})");
  CHECK(json(convert_bucket, "AWS::S3::Bucket", "{VersioningConfiguration: {}}") ==
        R"({"buckets":[{"Bucket":"thing"}]})");
}

TEST_CASE("a log group's name, its days and tags") {
  CHECK(json(convert_log_group, "AWS::Logs::LogGroup",
             "{LogGroupName: n, RetentionInDays: '7', KmsKeyId: k, Tags: [{Key: a, Value: b}]}") ==
        R"({"log_groups":[{"logGroupName":"thing","retentionInDays":7,"tags":{"a":"b"}}]})");
}

TEST_CASE("subscriptions that nothing here delivers to are left out") {
  const SeedDraft own = converted(convert_subscription, "AWS::SNS::Subscription",
                                  "{TopicArn: t, Protocol: email, Endpoint: e}");
  CHECK(own.left_out().unknown ==
        Strings{"Thing (AWS::SNS::Subscription): a subscription by email"});
  CHECK_FALSE(own.document().has("subscriptions"));
  const SeedDraft topic = converted(
      convert_topic, "AWS::SNS::Topic",
      "{Subscription: [{Protocol: https, Endpoint: e}, {Protocol: lambda, Endpoint: e}]}");
  CHECK(topic.left_out().unknown == Strings{"Thing (AWS::SNS::Topic): a subscription by https"});
  CHECK(topic.document().find("subscriptions")->list.size() == 1);
}

TEST_CASE("a global table is the one of its region") {
  const std::string shared =
      "AttributeDefinitions: []\nKeySchema: []\nStreamSpecification: {StreamViewType: KEYS_ONLY}\n"
      "GlobalSecondaryIndexes: [{IndexName: i, WriteProvisionedThroughputSettings: "
      "{WriteCapacityAutoScalingSettings: {MinCapacity: 3, SeedCapacity: '4'}}}]\n"
      "WriteProvisionedThroughputSettings: {WriteCapacityAutoScalingSettings: {MinCapacity: "
      "'2'}}\n";
  const std::string own =
      "  - {Region: eu-west-1, DeletionProtectionEnabled: true, SSESpecification: {}, "
      "ReadProvisionedThroughputSettings: {ReadCapacityUnits: '1'}, Tags: [{Key: a, Value: b}], "
      "GlobalSecondaryIndexes: [{IndexName: i, ReadProvisionedThroughputSettings: "
      "{ReadCapacityUnits: 5}}]}\n";
  const std::string other = "  - {Region: us-west-2, TableClass: STANDARD}\n";
  const SeedDraft draft = converted(convert_global_table, "AWS::DynamoDB::GlobalTable",
                                    shared + "Replicas:\n" + other + own);
  CHECK(
      to_json(draft.document()) ==
      R"({"tables":[{"AttributeDefinitions":[],"KeySchema":[],"StreamSpecification":{"StreamViewType":"KEYS_ONLY","StreamEnabled":true},)"
      R"("GlobalSecondaryIndexes":[{"IndexName":"i","ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":4}}],)"
      R"("ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":2},"DeletionProtectionEnabled":true,"Tags":[{"Key":"a","Value":"b"}],"TableName":"thing"}]})");
  CHECK(draft.left_out().unknown ==
        Strings{"Thing (AWS::DynamoDB::GlobalTable): a replica in us-west-2"});
  CHECK(draft.left_out().needless == Strings{"Thing: Replicas.SSESpecification"});
  CHECK(
      json(convert_global_table, "G", "BillingMode: PAY_PER_REQUEST\nReplicas:\n" + other) ==
      R"({"tables":[{"BillingMode":"PAY_PER_REQUEST","TableClass":"STANDARD","TableName":"thing"}]})");
  CHECK_THROWS_WITH(
      converted(convert_global_table, "G", "Replicas: [{Region: us-west-2}, {Region: us-east-1}]"),
      "t.yaml, line 7: the table has no replica in eu-west-1: say with --region for which it is");
}

}  // namespace conversions_test
