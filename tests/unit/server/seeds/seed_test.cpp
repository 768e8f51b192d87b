#include "server/seeds/seed.h"

#include "server/seeds/document.h"
#include "tests/unit/storage/files/temporary_place.h"

#include <doctest/doctest.h>

namespace seed_test {

using namespace server::seeds;

namespace {

const core::Scope kScope{core::AccountId("000000000042"), core::Region("eu-west-1")};

Seed seed_of(const std::string& yaml, const std::filesystem::path& folder = "/seeds") {
  return resources_of(read_document("s.yaml", yaml), {"s.yaml", folder, kScope});
}

std::string fault(const std::string& yaml) {
  try {
    seed_of(yaml);
    return "";
  } catch (const Fault& error) {
    return error.what();
  }
}

const Resource& only(const Seed& seed) {
  REQUIRE(seed.resources.size() == 1);
  return seed.resources.front();
}

std::string names(const Seed& seed) {
  std::string names;
  for (const Resource& resource : seed.resources) names += resource.what + "; ";
  return names;
}

}  // namespace

TEST_CASE("resources come in the order in which they need one another") {
  const TemporaryPlace place;
  write(place.path() / "code" / "index.js");
  CHECK(names(seed_of("subscriptions: [{topic: t, queue: q}]\n"
                      "mappings: [{table: T, FunctionName: f}]\n"
                      "functions: [{FunctionName: f, Code: code}]\n"
                      "event_invoke_configs: [{FunctionName: f}]\n"
                      "aliases: [{FunctionName: f, Name: live}]\n"
                      "versions: [{FunctionName: f}]\n"
                      "layers: [{LayerName: l, Content: code}]\n"
                      "log_groups: [{logGroupName: /g}]\n"
                      "tables: [{TableName: T}]\n"
                      "topics: [{Name: t}]\n"
                      "queues: [{QueueName: q}, {QueueName: p}]\n"
                      "buckets: [{Bucket: b}]\n",
                      place.path())) ==
        "bucket b; queue q; queue p; topic t; table T; log group /g; layer l; function f; "
        "version of function f; alias live of function f; asynchronous invocation of f:$LATEST; "
        "mapping of T to f; "
        "subscription of arn:aws:sqs:eu-west-1:000000000042:q to "
        "arn:aws:sns:eu-west-1:000000000042:t; ");
}

TEST_CASE("whatever names another comes after it, whatever the order of the file") {
  const auto queue = [](const std::string& name, const std::string& dead_letters) {
    return "- QueueName: " + name + "\n  Attributes: {RedrivePolicy: {deadLetterTargetArn: " +
           "'arn:aws:sqs:eu-west-1:000000000042:" + dead_letters + "', maxReceiveCount: 3}}\n";
  };
  CHECK(names(seed_of("queues:\n" + queue("a", "b") + queue("b", "c") + "- QueueName: c\n" +
                      "- {QueueName: d, Attributes: {RedrivePolicy: odd}}\n")) ==
        "queue c; queue b; queue a; queue d; ");
  const TemporaryPlace place;
  write(place.path() / "code" / "index.js");
  Value document = read_document("s.yaml",
                                 "functions:\n"
                                 "- {FunctionName: f, Code: code}\n"
                                 "- {FunctionName: g, Code: code}\n"
                                 "versions: [{FunctionName: f}, {FunctionName: g}]\n");
  document.find("functions")->list[0].set("Description", reference(number_of_version("g")));
  CHECK(names(resources_of(document, {"s.yaml", place.path(), kScope})) ==
        "function g; version of function g; function f; version of function f; ");
}

TEST_CASE("a seed may be for an account and a region of its own") {
  const Seed seed = seed_of("account: 000000000007\nregion: us-west-2\ntopics: [{Name: t}]");
  CHECK(seed.scope.account.get() == "000000000007");
  CHECK(seed.scope.region.get() == "us-west-2");
  CHECK(only(seed).look->body.text_of("TopicArn") == "arn:aws:sns:us-west-2:000000000007:t");
  CHECK(seed_of("queues: []").scope == kScope);
}

TEST_CASE("what a seed can't have is named with its place") {
  struct Case {
    const char* yaml;
    const char* fault;
  };
  const Case cases[] = {
      {"[]",                                            "s.yaml: an object is needed here"                      },
      {"queues: []\ntabels: []",
       "s.yaml, line 2, tabels: there is no such section; there are account, region, buckets, "
       "queues, topics, tables, log_groups, layers, functions, versions, aliases, "
       "event_invoke_configs, mappings and subscriptions"                                                       },
      {"queues: {}",                                    "s.yaml, line 1, queues: a list is needed here"         },
      {"queues:\n- Jobs",                               "s.yaml, line 2, queues[0]: an object is needed here"   },
      {"queues:\n- Attributes: {}",                     "s.yaml, line 2, queues[0]: QueueName is missing"       },
      {"queues:\n- QueueName: q\n  Delay: 1",
       "s.yaml, line 3, queues[0].Delay: there is no such member; there are QueueName, Attributes, "
       "tags"                                                                                                   },
      {"account: 42",                                   "s.yaml, account: an account has 12 digits"             },
      {"region: x y",                                   "s.yaml, region: it is no region's name"                },
      {"tables:\n- KeySchema: []",                      "s.yaml, line 2, tables[0]: TableName is missing"       },
      {"functions:\n- FunctionName: f\n",               "s.yaml, line 2, functions[0]: Code is missing"         },
      {"functions:\n- FunctionName: f\n  Code: none\n",
       "s.yaml, line 3, functions[0].Code: /seeds/none is no file that can be read"                             },
      {"mappings:\n- table: T",                         "s.yaml, line 2, mappings[0]: FunctionName is missing"  },
      {"mappings:\n- FunctionName: f",                  "s.yaml, line 2, mappings[0]: EventSourceArn is missing"},
      {"buckets:\n- Bucket: b\n  objects: none",
       "s.yaml, line 3, buckets[0].objects: filesystem error: recursive directory iterator cannot "
       "open directory: No such file or directory [/seeds/none]"                                                },
      {"subscriptions:\n- topic: t",                    "s.yaml, line 2, subscriptions[0]: Protocol is missing" },
  };
  for (const Case& c : cases) {
    CAPTURE(c.yaml);
    CHECK(fault(c.yaml) == c.fault);
  }
}

TEST_CASE("a queue's attributes are texts, whatever they look like") {
  const Seed seed = seed_of(
      "queues:\n- QueueName: q\n  Attributes: {DelaySeconds: 5, RedrivePolicy: {maxReceiveCount: "
      "3}}\n"
      "  tags: {a: 1}");
  const Resource& queue = only(seed);
  CHECK(queue.make.service == "AmazonSQS.CreateQueue");
  CHECK(
      to_json(queue.make.body) ==
      R"({"QueueName":"q","Attributes":{"DelaySeconds":"5","RedrivePolicy":"{\"maxReceiveCount\":3}"},"tags":{"a":"1"}})");
  CHECK(queue.compares_itself);
  CHECK(queue.undo.front().body.text_of("QueueUrl") == reference("the URL of queue q"));
  CHECK(queue.outputs.front().name == "the URL of queue q");
}

TEST_CASE("a topic and its subscriptions are forms") {
  const Seed seed = seed_of(
      "topics: [{Name: t, Attributes: {DisplayName: x}}]\n"
      "subscriptions:\n"
      "- {topic: t, function: f}\n"
      "- {TopicArn: a, Protocol: sqs, Endpoint: e, Attributes: {RawMessageDelivery: true}}\n");
  REQUIRE(seed.resources.size() == 3);
  CHECK(
      to_json(seed.resources[0].make.body) ==
      R"({"Name":"t","Attributes.entry.1.key":"DisplayName","Attributes.entry.1.value":"x","Action":"CreateTopic","Version":"2010-03-31"})");
  CHECK(
      to_json(seed.resources[1].make.body) ==
      R"({"TopicArn":"arn:aws:sns:eu-west-1:000000000042:t","Protocol":"lambda","Endpoint":"arn:aws:lambda:eu-west-1:000000000042:function:f","Action":"Subscribe","Version":"2010-03-31"})");
  CHECK(
      to_json(seed.resources[2].make.body) ==
      R"({"TopicArn":"a","Protocol":"sqs","Endpoint":"e","Attributes.entry.1.key":"RawMessageDelivery","Attributes.entry.1.value":"true","Action":"Subscribe","Version":"2010-03-31"})");
  const Resource& second = seed.resources[2];
  CHECK(to_json(second.look->body) ==
        R"({"TopicArn":"a","Action":"ListSubscriptionsByTopic","Version":"2010-03-31"})");
  CHECK(second.found_text == "<Endpoint>e</Endpoint>");
  CHECK(second.compares_itself);
}

TEST_CASE("a function has a role, texts for variables, and its code as a zip with its hash") {
  const TemporaryPlace place;
  write(place.path() / "code" / "index.js", "x");
  const Seed seed = seed_of(
      "functions:\n- FunctionName: f g\n  Runtime: nodejs22.x\n  Handler: index.handler\n  Code: "
      "code\n"
      "  Timeout: 5\n  Environment: {Variables: {PORT: 80, ON: true}}\n  layers: [l]\n"
      "  ReservedConcurrentExecutions: 2\n  EventInvokeConfig: {MaximumRetryAttempts: 0}\n",
      place.path());
  const Resource& function = only(seed);
  Value body = function.make.body;
  CHECK(function.make.method == "POST");
  CHECK(function.make.target == "/2015-03-31/functions");
  CHECK(body.find("Code")->text_of("ZipFile").starts_with("UEsD"));
  body.erase("Code");
  CHECK(body.find("Layers")->list.front().text == reference("the ARN of layer l"));
  body.erase("Layers");
  CHECK(
      to_json(body) ==
      R"({"FunctionName":"f g","Runtime":"nodejs22.x","Handler":"index.handler","Timeout":5,)"
      R"("Environment":{"Variables":{"PORT":"80","ON":"true"}},"Role":"arn:aws:iam::000000000042:role/lambda"})");
  CHECK(function.look->target == "/2015-03-31/functions/f%20g");
  CHECK(function.wanted.text_of("Timeout") == "5");
  CHECK(function.wanted.text_of("CodeSha256").size() == 44);
  CHECK_FALSE(function.wanted.has("Code"));
  REQUIRE(function.after.size() == 2);
  CHECK(function.after[0].target == "/2017-10-31/functions/f%20g/concurrency");
  CHECK(to_json(function.after[0].body) == R"({"ReservedConcurrentExecutions":2})");
  CHECK(function.after[1].target == "/2019-09-25/functions/f%20g/event-invoke-config");
  CHECK(to_json(function.after[1].body) == R"({"MaximumRetryAttempts":0})");
  CHECK(function.undo.front().method == "DELETE");
}

TEST_CASE("code may be what the API takes, and isn't compared then") {
  const Seed seed =
      seed_of("functions: [{FunctionName: f, Code: {S3Bucket: b, S3Key: k}, Role: r}]");
  CHECK(to_json(only(seed).make.body) ==
        R"({"FunctionName":"f","Role":"r","Code":{"S3Bucket":"b","S3Key":"k"}})");
  CHECK_FALSE(only(seed).wanted.has("CodeSha256"));
}

TEST_CASE("a layer's first version is the seed's") {
  const TemporaryPlace place;
  write(place.path() / "layer" / "x.py");
  const Seed seed = seed_of("layers: [{LayerName: l, Content: layer}]", place.path());
  const Resource& layer = only(seed);
  CHECK(layer.look->target == "/2018-10-31/layers/l/versions/1");
  CHECK(layer.make.target == "/2018-10-31/layers/l/versions");
  CHECK(layer.wanted.find("Content")->text_of("CodeSha256").size() == 44);
  CHECK(layer.outputs.front().name == "the ARN of layer l");
}

TEST_CASE("a mapping reads a table's stream from its end, or a queue") {
  const Seed seed = seed_of(
      "mappings:\n"
      "- {table: T, FunctionName: f, BatchSize: 2}\n"
      "- {table: T, FunctionName: f, StartingPosition: TRIM_HORIZON}\n"
      "- {queue: q, FunctionName: f}\n"
      "- {EventSourceArn: 'arn:aws:sqs:eu-west-1:000000000042:q', FunctionName: f, Enabled: "
      "false}\n");
  const std::string stream = reference("the stream of table T");
  const auto body = [&](std::size_t i) { return seed.resources[i].make.body; };
  CHECK(equal(body(0), Value()
                           .set("FunctionName", "f")
                           .set("BatchSize", number_value("2"))
                           .set("EventSourceArn", stream)
                           .set("StartingPosition", "LATEST")));
  CHECK(body(1).text_of("StartingPosition") == "TRIM_HORIZON");
  CHECK(to_json(body(2)) ==
        R"({"FunctionName":"f","EventSourceArn":"arn:aws:sqs:eu-west-1:000000000042:q"})");
  CHECK_FALSE(body(3).has("StartingPosition"));
  CHECK(seed.resources[0].look->target ==
        "/2015-03-31/event-source-mappings/?FunctionName=f&EventSourceArn=" + stream);
  CHECK(seed.resources[2].look->target ==
        "/2015-03-31/event-source-mappings/?FunctionName=f&EventSourceArn="
        "arn%3Aaws%3Asqs%3Aeu-west-1%3A000000000042%3Aq");
  CHECK(to_json(seed.resources[0].wanted) == R"({"BatchSize":2,"StartingPosition":"LATEST"})");
  CHECK(to_json(seed.resources[3].wanted) == "{}");
  CHECK(seed.resources[0].undo.front().target ==
        "/2015-03-31/event-source-mappings/" + reference("the UUID of the mapping of T to f"));
}

TEST_CASE("a bucket's objects are the files of a folder") {
  const TemporaryPlace place;
  write(place.path() / "files" / "a b.txt", "A");
  write(place.path() / "files" / "in" / "c.txt", "C");
  const Seed seed = seed_of("buckets: [{Bucket: b, objects: files}]", place.path());
  const Resource& bucket = only(seed);
  CHECK(bucket.make.target == "/b");
  CHECK(bucket.make.body.text ==
        "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint>"
        "</CreateBucketConfiguration>");
  REQUIRE(bucket.after.size() == 2);
  CHECK(bucket.after[0].target == "/b/a%20b.txt");
  CHECK(bucket.after[0].body.text == "A");
  CHECK(bucket.after[1].target == "/b/in/c.txt");
  REQUIRE(bucket.undo.size() == 3);
  CHECK(bucket.undo[0].target == "/b/a%20b.txt");
  CHECK(bucket.undo[2].target == "/b");
}

TEST_CASE("in us-east-1 a bucket has no constraint") {
  const Seed seed = seed_of("region: us-east-1\nbuckets: [{Bucket: b}]");
  CHECK(only(seed).make.body.text.empty());
}

TEST_CASE("a file of a seed is read from its folder") {
  const TemporaryPlace place;
  write(place.path() / "s.yaml", "queues: [{QueueName: q}]");
  CHECK(names(read_seed(place.path() / "s.yaml", kScope)) == "queue q; ");
  CHECK_THROWS_WITH(read_seed("/none.yaml", kScope),
                    "/none.yaml: /none.yaml is no file that can be read");
}

}  // namespace seed_test
