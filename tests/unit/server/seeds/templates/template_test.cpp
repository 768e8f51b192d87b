#include "server/seeds/templates/template.h"

#include "server/seeds/document.h"
#include "tests/unit/storage/files/temporary_place.h"

#include <doctest/doctest.h>

using namespace server::seeds;

namespace {

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
      "  Image: {Type: AWS::Serverless::Function, Properties: {PackageType: Image}}\n"
      "  F:\n"
      "    Type: AWS::Serverless::Function\n"
      "    Properties: {Events: {Get: {Type: Api, Properties: {Path: /}}}}\n");
  CHECK(result.left_out ==
        LeftOut{"Api (AWS::Serverless::Api)", "Fifo (AWS::SQS::Queue): a FIFO queue",
                "FifoTopic (AWS::SNS::Topic): a FIFO topic",
                "Image (AWS::Serverless::Function): a container image", "F.Get (event Api)"});
  CHECK(result.seed.find("functions")->list.size() == 1);
  CHECK_FALSE(result.seed.has("queues"));
}

TEST_CASE("Globals lie below what a function says itself: maps are merged, lists added to") {
  CHECK(
      json("Globals:\n"
           "  Function:\n"
           "    Runtime: python3.12\n"
           "    Timeout: 3\n"
           "    Layers: [a]\n"
           "    Environment: {Variables: {A: 1, B: 2}}\n"
           "Resources:\n"
           "  F:\n"
           "    Type: AWS::Serverless::Function\n"
           "    Properties:\n"
           "      Timeout: 9\n"
           "      Layers: [b]\n"
           "      Environment: {Variables: {B: 3}}\n"
           "  G: {Type: AWS::Lambda::Function, Properties: {Code: x}}\n") ==
      R"({"functions":[{"Runtime":"python3.12","Timeout":9,"Environment":{"Variables":{"A":1,"B":3}},)"
      R"("Layers":["a","b"],"FunctionName":"rivulet-F","Code":"."},{"FunctionName":"rivulet-G","Code":"x"}]})");
}

TEST_CASE("queues that get others' dead letters come first") {
  CHECK(
      json("Resources:\n"
           "  A:\n"
           "    Type: AWS::SQS::Queue\n"
           "    Properties:\n"
           "      RedrivePolicy: {deadLetterTargetArn: !GetAtt B.Arn, maxReceiveCount: 2}\n"
           "  B: {Type: AWS::SQS::Queue}\n") ==
      R"({"queues":[{"QueueName":"rivulet-B"},{"QueueName":"rivulet-A","Attributes":{"RedrivePolicy":)"
      R"({"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:000000000042:rivulet-B","maxReceiveCount":2}}}]})");
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
  CHECK(left_out.empty());
}

TEST_CASE("a file that is no template says so") {
  LeftOut left_out;
  CHECK_THROWS_WITH(made("a: 1"), "t.yaml: it has no Resources: is it a template?");
  CHECK_THROWS_WITH(read_template("/none.yaml", kScope, {}, left_out),
                    "/none.yaml: /none.yaml is no file that can be read");
}
