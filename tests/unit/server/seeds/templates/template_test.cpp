#include "server/seeds/templates/template.h"

#include "server/seeds/document.h"
#include "tests/unit/storage/files/temporary_place.h"

#include <doctest/doctest.h>

namespace template_test {

using namespace server::seeds;

namespace {

using Strings = std::vector<std::string>;

const core::Scope kScope{core::AccountId("000000000042"), core::Region("eu-west-1")};

struct Made {
  Value seed;
  LeftOut left_out;
};

Made made(const std::string& yaml, const TemplateSettings& settings = {}) {
  Made result;
  result.seed = seed_document_of(read_document("t.yaml", yaml), {"t.yaml", "/t", kScope}, settings,
                                 result.left_out);
  return result;
}

std::string json(const std::string& yaml, const TemplateSettings& settings = {}) {
  return to_json(made(yaml, settings).seed);
}

}  // namespace

TEST_CASE("resources are named by the template, or by stack and logical id") {
  CHECK(json("Parameters: {Stage: {Default: dev}}\n"
             "Resources:\n"
             "  A: {Type: AWS::SNS::Topic}\n"
             "  B: {Type: AWS::SNS::Topic, Properties: {TopicName: !Sub 'b-${Stage}'}}\n"
             "  C: {Type: AWS::SNS::Topic, Properties: {TopicName: !Sub '${B.TopicName}-c'}}\n") ==
        R"({"topics":[{"Name":"rivulet-A"},{"Name":"b-dev"},{"Name":"b-dev-c"}]})");
  CHECK(json("Resources: {A: {Type: AWS::SNS::Topic}}", {"orders", {}}) ==
        R"({"topics":[{"Name":"orders-A"}]})");
}

TEST_CASE("a resource whose condition doesn't hold isn't there") {
  const char* const yaml =
      "Parameters: {Stage: {Default: dev}}\n"
      "Conditions: {IsProd: !Equals [!Ref Stage, prod]}\n"
      "Resources:\n"
      "  A: {Type: AWS::SNS::Topic, Condition: IsProd}\n"
      "  B: {Type: AWS::SNS::Topic}\n";
  CHECK(json(yaml) == R"({"topics":[{"Name":"rivulet-B"}]})");
  CHECK(json(yaml, {"rivulet", {{"Stage", "prod"}}}) ==
        R"({"topics":[{"Name":"rivulet-A"},{"Name":"rivulet-B"}]})");
}

TEST_CASE("what isn't known is listed, but for what nothing is missing without") {
  const Made result = made(
      "Resources:\n"
      "  Api: {Type: AWS::Serverless::Api, Properties: {Broken: !Ref Nothing}}\n"
      "  Role: {Type: AWS::IAM::Role}\n"
      "  Allow: {Type: AWS::Lambda::Permission}\n"
      "  Fifo: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}}\n"
      "  FifoTopic: {Type: AWS::SNS::Topic, Properties: {FifoTopic: true}}\n"
      "  Feed: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref F, "
      "EventSourceArn: !GetAtt Fifo.Arn}}\n"
      "  Call: {Type: AWS::Lambda::EventInvokeConfig, Properties: {FunctionName: !Ref Image}}\n"
      "  Image: {Type: AWS::Serverless::Function, Properties: {PackageType: Image}}\n"
      "  F:\n"
      "    Type: AWS::Serverless::Function\n"
      "    Properties: {Events: {Get: {Type: Api, Properties: {Path: /}}}, Environment: "
      "{Variables: "
      "{QUEUE: !Ref Fifo}}}\n");
  CHECK(result.left_out.unknown ==
        Strings{"Api (AWS::Serverless::Api)", "Fifo (AWS::SQS::Queue): a FIFO queue",
                "FifoTopic (AWS::SNS::Topic): a FIFO topic",
                "Feed (AWS::Lambda::EventSourceMapping): its source is left out",
                "Call (AWS::Lambda::EventInvokeConfig): its function is left out",
                "Image (AWS::Serverless::Function): a container image", "F.Get (event Api)"});
  CHECK(result.left_out.needless ==
        Strings{"Role (AWS::IAM::Role)", "Allow (AWS::Lambda::Permission)"});
  CHECK(result.seed.find("functions")->list.size() == 1);
  CHECK_FALSE(result.seed.has("queues"));
}

TEST_CASE("what is misspelled beside the properties is listed as well") {
  const Made result = made(
      "Resources:\n"
      "  F:\n"
      "    Type: AWS::Serverless::Function\n"
      "    DependsOn: T\n"
      "    Metadata: {a: b}\n"
      "    Properties: {Events: {Q: {Type: SQS, Properties: {Queue: q}, Propertis: {BatchSize: "
      "1}}}}\n"
      "  T: {Type: AWS::SNS::Topic, Propertis: {TopicName: t}, DeletionPolicy: Retain}\n"
      "  Api: {Type: AWS::Serverless::Api, Propertis: {}}\n");
  CHECK(result.left_out.unknown ==
        Strings{"F.Q.Propertis", "T.Propertis", "Api (AWS::Serverless::Api)"});
  CHECK(result.left_out.needless.empty());
}

TEST_CASE("Globals lie below what a function says itself: maps are merged, lists added to") {
  CHECK(
      json("Globals:\n"
           "  Function:\n"
           "    Runtime: python3.12\n"
           "    Timeout: 3\n"
           "    Architectures: [a]\n"
           "    Environment: {Variables: {A: 1, B: 2}}\n"
           "Resources:\n"
           "  F:\n"
           "    Type: AWS::Serverless::Function\n"
           "    Properties:\n"
           "      Timeout: 9\n"
           "      Architectures: [b]\n"
           "      Environment: {Variables: {B: 3}}\n"
           "  G: {Type: AWS::Lambda::Function, Properties: {Code: x}}\n") ==
      R"({"functions":[{"Runtime":"python3.12","Timeout":9,"Architectures":["a","b"],)"
      R"("Environment":{"Variables":{"A":1,"B":3}},"FunctionName":"rivulet-F","Code":"."},{"FunctionName":"rivulet-G","Code":"x"}]})");
}

TEST_CASE("what nothing is made of needn't be known") {
  const Made result = made(
      "Resources:\n"
      "  T: {Type: AWS::Serverless::SimpleTable}\n"
      "  F:\n"
      "    Type: AWS::Serverless::Function\n"
      "    Properties:\n"
      "      Role: !ImportValue role\n"
      "      VpcConfig: {SubnetIds: [!ImportValue subnet]}\n"
      "      Tags: {a: !ImportValue a}\n"
      "      Policies: [{DynamoDBStreamReadPolicy: {TableName: !Ref T, StreamName: !Select [3, "
      "!Split ['/', !GetAtt T.StreamArn]]}}, !GetAtt Nothing.Arn]\n"
      "      Events: {Get: {Type: Api, Properties: {RestApiId: !ImportValue api}}}\n"
      "  Api: {Type: AWS::Serverless::Api, Properties: {PackageType: !ImportValue x}}\n");
  CHECK(to_json(*result.seed.find("functions")) == R"([{"FunctionName":"rivulet-F","Code":"."}])");
  CHECK(result.left_out.unknown == Strings{"F.Get (event Api)", "Api (AWS::Serverless::Api)"});
  CHECK(result.left_out.needless == Strings{"F: Role, VpcConfig, Tags, Policies"});
}

TEST_CASE("a parameter without a value is no fault where nothing needs it") {
  const std::string subnet =
      "Parameters: {Subnet: {Type: AWS::EC2::Subnet::Id}}\n"
      "Resources:\n"
      "  F: {Type: AWS::Serverless::Function, Properties: {VpcConfig: {SubnetIds: [!Ref Subnet]}";
  CHECK(made(subnet + "}}\n").left_out.needless == Strings{"F: VpcConfig"});
  CHECK_THROWS_WITH_AS(
      made(subnet + ", Environment: {Variables: {A: !Sub 'at ${Subnet}'}}}}\n"),
      "t.yaml, line 1, Parameters.Subnet: the parameter has no default: give it a value, "
      "--parameter Subnet=…",
      Fault);
}

TEST_CASE("what something is made of must be known") {
  const auto fault = [](const std::string& resource) {
    try {
      made("Resources:\n  R: {" + resource + "}\n");
      return std::string();
    } catch (const Fault& error) {
      return std::string(error.what());
    }
  };
  const std::string why =
      "ImportValue: it takes what another stack exports, and there are no other stacks here";
  const std::string place = "t.yaml, line 2, Resources.R.Properties.";
  CHECK(fault("Type: AWS::Serverless::Function, Properties: {Environment: {Variables: {A: "
              "!ImportValue a}}}") == place + "Environment.Variables.A.Fn::" + why);
  CHECK(fault("Type: AWS::Serverless::Function, Properties: {Events: {S: {Type: DynamoDB, "
              "Properties: {Stream: !ImportValue a}}}}") ==
        place + "Events.S.Properties.Stream.Fn::" + why);
  CHECK(fault("Type: AWS::Serverless::Function, Properties: {Events: !ImportValue a}") ==
        place + "Events.Fn::" + why);
  CHECK(fault("Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: f, "
              "EventSourceArn: !ImportValue a}") == place + "EventSourceArn.Fn::" + why);
  CHECK(fault("Type: AWS::Lambda::Version, Properties: {FunctionName: !ImportValue a}") ==
        "t.yaml, line 2, Resources.R.Fn::" + why);
}

TEST_CASE("a template is read with the samconfig beside it, and what is given wins") {
  const TemporaryPlace place;
  const auto file = place.path() / "template.yaml";
  write(file,
        "Parameters: {A: {Default: a}, B: {Default: b}}\n"
        "Resources:\n"
        "  T: {Type: AWS::SNS::Topic}\n"
        "  U: {Type: AWS::SNS::Topic, Properties: {TopicName: !Sub '${A}-${B}'}}\n");
  write(
      place.path() / "samconfig.toml",
      "[default.deploy.parameters]\nstack_name = \"orders\"\nparameter_overrides = \"A=1 B=2\"\n");
  LeftOut left_out;
  const Seed seed = read_template(file, kScope,
                                  {
                                      {"B", "3"}
  },
                                  left_out);
  REQUIRE(seed.resources.size() == 2);
  CHECK(seed.resources[0].what == "topic orders-T");
  CHECK(seed.resources[1].what == "topic 1-3");
  CHECK(seed.resources[1].place.line == 4);
  CHECK(left_out.unknown.empty());
}

TEST_CASE("versions and aliases are called wherever they stand, those that SAM makes too") {
  CHECK(
      json("Globals: {Function: {AutoPublishAlias: live}}\n"
           "Resources:\n"
           "  Feed:\n"
           "    Type: AWS::Lambda::EventSourceMapping\n"
           "    Properties: {FunctionName: !Ref A, EventSourceArn: s}\n"
           "  A:\n"
           "    Type: AWS::Lambda::Alias\n"
           "    Properties: {FunctionName: !Ref G, FunctionVersion: !GetAtt V.Version, Name: a}\n"
           "  V: {Type: AWS::Lambda::Version, Properties: {FunctionName: !GetAtt G.Arn}}\n"
           "  G: {Type: AWS::Lambda::Function, Properties: {Code: x, FunctionName: g}}\n"
           "  F:\n"
           "    Type: AWS::Serverless::Function\n"
           "    Properties:\n"
           "      Environment:\n"
           "        Variables: {A: !Ref FAliaslive, B: !Ref F.Alias, C: !Sub '${F.Version}'}\n") ==
      R"({"mappings":[{"FunctionName":"arn:aws:lambda:eu-west-1:000000000042:function:g:a","EventSourceArn":"s"}],)"
      R"("aliases":[{"FunctionName":"g","FunctionVersion":"\u0001the version of function g\u0001","Name":"a"},{"FunctionName":"rivulet-F","Name":"live"}],)"
      R"("versions":[{"FunctionName":"g"},{"FunctionName":"rivulet-F"}],)"
      R"("functions":[{"FunctionName":"g","Code":"x"},)"
      R"({"Environment":{"Variables":{"A":"arn:aws:lambda:eu-west-1:000000000042:function:rivulet-F:live",)"
      R"("B":"arn:aws:lambda:eu-west-1:000000000042:function:rivulet-F:live",)"
      R"("C":"arn:aws:lambda:eu-west-1:000000000042:function:rivulet-F:\u0001the version of function rivulet-F\u0001"}},)"
      R"("FunctionName":"rivulet-F","Code":"."}]})");
}

TEST_CASE("what SAM makes beside what a template has can be spoken of") {
  const Made result = made(
      "Resources:\n"
      "  F:\n"
      "    Type: AWS::Serverless::Function\n"
      "    Properties:\n"
      "      Environment:\n"
      "        Variables:\n"
      "          API: !Sub 'https://${ServerlessRestApi}.example/${ServerlessRestApiProdStage}'\n"
      "          HTTP: !Ref ServerlessHttpApi\n"
      "          ROLE: !GetAtt FRole.Arn\n"
      "          URL: !GetAtt FUrl.FunctionUrl\n"
      "          EVENT: !Ref FGet\n"
      "          ALLOW: !Ref FGetPermission\n"
      "          STAGE: !Ref ApiDevStage\n"
      "          OWN: !Ref ServerlessUsagePlan\n"
      "      Events: {Get: {Type: Api, Properties: {Path: /, Method: get}}}\n"
      "  Api: {Type: AWS::Serverless::Api, Properties: {StageName: Dev}}\n"
      "  ServerlessUsagePlan: {Type: AWS::SNS::Topic, Properties: {TopicName: t}}\n");
  CHECK(
      to_json(*result.seed.find("functions")->list[0].find("Environment")) ==
      R"({"Variables":{"API":"https://rivulet-ServerlessRestApi.example/rivulet-ServerlessRestApiProdStage",)"
      R"("HTTP":"rivulet-ServerlessHttpApi","ROLE":"arn:aws:iam::000000000042:role/rivulet-FRole",)"
      R"("URL":"rivulet-FUrl.FunctionUrl","EVENT":"rivulet-FGet","ALLOW":"rivulet-FGetPermission",)"
      R"("STAGE":"rivulet-ApiDevStage","OWN":"arn:aws:sns:eu-west-1:000000000042:t"}})");
  CHECK_THROWS_WITH_AS(made("Resources: {T: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref "
                            "ServerlessRestApi}}}"),
                       "t.yaml, line 1, Resources.T.Ref: there is no parameter or resource "
                       "ServerlessRestApi",
                       Fault);
}

TEST_CASE("the CDK's code is beside its template") {
  CHECK(
      json("Resources:\n"
           "  F:\n"
           "    Type: AWS::Lambda::Function\n"
           "    Properties: {Code: {S3Bucket: !Sub 'cdk-assets-${AWS::AccountId}', S3Key: k.zip}}\n"
           "    Metadata: {'aws:asset:path': asset.k, 'aws:asset:property': Code}\n") ==
      R"({"functions":[{"FunctionName":"rivulet-F","Code":"asset.k"}]})");
}

TEST_CASE("a file that is no template says so") {
  LeftOut left_out;
  CHECK_THROWS_WITH(made("a: 1"), "t.yaml: it has no Resources: is it a template?");
  CHECK_THROWS_WITH(read_template("/none.yaml", kScope, {}, left_out),
                    "/none.yaml: /none.yaml is no file that can be read");
}

}  // namespace template_test
