#include "lambda-host/mappings/mapping_registry.h"

#include "core/json/writer.h"
#include "lambda-host/mappings/event_source_mapping_json.h"
#include "tests/unit/lambda-host/mappings/mapping_fixture.h"

#include <doctest/doctest.h>

#include <set>

namespace mapping_registry_test {

using lambda_host::MappingState;

namespace {

// "InvalidParameterValueException: text" of a call that must fail, "" when it didn't.
template <class Call>
std::string error_of(Call call) {
  try {
    call();
  } catch (const core::ApiError& error) {
    return std::string(core::error_name(error.code())) + ": " + error.message();
  }
  return "";
}

std::string json(const lambda_host::EventSourceMapping& mapping) {
  core::json::Writer writer;
  lambda_host::write_mapping(writer, mapping);
  return writer.take();
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at; (at = text.find(from)) != std::string::npos;) {
    text.replace(at, from.size(), to);
  }
  return text;
}

}  // namespace

TEST_CASE("a mapping that names only function, stream and position gets AWS's defaults") {
  MappingFixture f;
  const auto mapping = f.create();
  CHECK(
      replaced(replaced(json(mapping), mapping.id.get(), "UUID"), mapping.stream.get(), "STREAM") ==
      R"({"BatchSize":100,"BisectBatchOnFunctionError":false,"DestinationConfig":{"OnFailure":{}},)"
      R"("EventSourceArn":"STREAM",)"
      R"("EventSourceMappingArn":"arn:aws:lambda:us-east-1:000000000000:event-source-mapping:UUID",)"
      R"("FunctionArn":"arn:aws:lambda:us-east-1:000000000000:function:f",)"
      R"("FunctionResponseTypes":[],"LastModified":)" +
          std::to_string(core::epoch_milliseconds(f.stored.clock.now()) / 1000) + ".000," +
          R"("LastProcessingResult":"No records processed","MaximumBatchingWindowInSeconds":0,)"
          R"("MaximumRecordAgeInSeconds":-1,"MaximumRetryAttempts":-1,"ParallelizationFactor":1,)"
          R"("StartingPosition":"TRIM_HORIZON","State":"Creating",)"
          R"("StateTransitionReason":"User action","TumblingWindowInSeconds":0,"UUID":"UUID"})");
  CHECK(f.get(mapping.id).state == MappingState::enabled);
}

TEST_CASE("all that was configured is shown, kept by updates and survives a restart") {
  MappingFixture f;
  const auto id =
      f.create(R"(,"BatchSize":7,"MaximumBatchingWindowInSeconds":3,"ParallelizationFactor":2,)"
               R"("MaximumRetryAttempts":4,"MaximumRecordAgeInSeconds":60,"Enabled":false,)"
               R"("BisectBatchOnFunctionError":true,"Tags":{"k":"v"},)"
               R"("FunctionResponseTypes":["ReportBatchItemFailures"],)"
               R"("FilterCriteria":{"Filters":[{"Pattern":"{\"eventName\":  [\"INSERT\"]}"}]})",
               "LATEST")
          .id;
  f.update(id, "{}");
  const std::string shown = json(f.get(id));
  for (const char* member :
       {R"("BatchSize":7)", R"("MaximumBatchingWindowInSeconds":3)", R"("ParallelizationFactor":2)",
        R"("MaximumRetryAttempts":4)", R"("MaximumRecordAgeInSeconds":60)", R"("State":"Disabled")",
        R"("BisectBatchOnFunctionError":true)", R"("StartingPosition":"LATEST")",
        R"("FunctionResponseTypes":["ReportBatchItemFailures"])",
        R"("FilterCriteria":{"Filters":[{"Pattern":"{\"eventName\":  [\"INSERT\"]}"}]})"}) {
    CAPTURE(member);
    CHECK(shown.find(member) != std::string::npos);
  }
  CHECK(shown.find("Tags") == std::string::npos);
  f.restart();
  CHECK(json(f.get(id)) == shown);
  CHECK(f.get(id).tags == lambda_host::Variables{
                              {"k", "v"}
  });
}

TEST_CASE("an update without filters or response types takes them away") {
  MappingFixture f;
  const auto id = f.create(R"(,"FunctionResponseTypes":["ReportBatchItemFailures"],)"
                           R"("FilterCriteria":{"Filters":[{"Pattern":"{\"a\":[1]}"}]})")
                      .id;
  const auto updated = f.update(id, R"({"FilterCriteria":{},"FunctionResponseTypes":[]})");
  CHECK(updated.filter_patterns.empty());
  CHECK_FALSE(updated.reports_batch_item_failures);
  CHECK(json(updated).find("FilterCriteria") == std::string::npos);
}

TEST_CASE("a bad request to create gets AWS's error, in AWS's order") {
  MappingFixture f;
  const std::string arn = f.engine->stream_arn().get();
  const std::string source = R"("EventSourceArn":")" + arn + "\"";
  const std::string good = R"("FunctionName":"f","StartingPosition":"LATEST",)" + source;
  const std::string other = "arn:aws:dynamodb:us-east-1:000000000000:table/T/stream/x";
  const std::string foreign = "arn:aws-cn" + arn.substr(arn.find(":dynamodb:"));
  struct Case {
    std::string body;
    std::string error;
  };
  const std::string parameter = "InvalidParameterValueException: ";
  const std::string one = "ValidationException: 1 validation error detected: ";
  const Case cases[] = {
      {R"("FunctionName":"none")",                                                                          parameter + "Unrecognized event source."                                                  },
      {R"("FunctionName":"none","StartingPosition":"LATEST",)" + source,
       parameter + "Function does not exist"                                                                                                                                                          },
      {R"("FunctionName":"none","StartingPosition":"LATEST","EventSourceArn":")" + other + "\"",
       parameter + "Function does not exist"                                                                                                                                                          },
      {R"("FunctionName":"none","StartingPosition":"LATEST",)"
       R"("DestinationConfig":{"OnSuccess":{"Destination":"arn:aws:sqs:us-east-1:0:q"}},)" +
           source,                                                                                   parameter + "Unsupported DestinationConfig parameter for given event source mapping type."},
      {R"("FunctionName":"f","StartingPosition":"LATEST","EventSourceArn":")" + other + "\"",
       parameter + "Stream not found: " + other                                                                                                                                                       },
      {R"("FunctionName":"f","StartingPosition":"LATEST","EventSourceArn":")" + foreign + "\"",
       parameter + "Stream not found: " + foreign                                                                                                                                                     },
      {R"("FunctionName":"f",)" + source,
       parameter + "1 validation error detected: Value null at 'startingPosition' failed to "
                   "satisfy constraint: Member must not be null."                                                                                                                                     },
      {R"("FunctionName":"f","StartingPosition":"invalid",)" + source,
       one + "Value 'invalid' at 'startingPosition' failed to satisfy constraint: Member must "
             "satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]"                                                                                                                           },
      {R"("FunctionName":"f","StartingPosition":"AT_TIMESTAMP",)" + source,
       parameter + "Unsupported starting position for arn type: " + arn                                                                                                                               },
      {good + R"(,"FilterCriteria":{"Filters":[{"Pattern":"single-string"}]})",
       parameter + "Invalid filter pattern definition."                                                                                                                                               },
      {good + R"(,"MaximumRecordAgeInSeconds":59)",
       parameter + "MaximumRecordAgeInSeconds must be either -1 (forever) or between 60 and "
                   "604800 (inclusive)"                                                                                                                                                               },
      {good + R"(,"BatchSize":10001)",
       one + "Value '10001' at 'batchSize' failed to satisfy constraint: Member must have value "
             "less than or equal to 10000"                                                                                                                                                            },
      {good + R"(,"ParallelizationFactor":0)",
       one + "Value '0' at 'parallelizationFactor' failed to satisfy constraint: Member must have "
             "value greater than or equal to 1"                                                                                                                                                       },
      {good + R"(,"MaximumBatchingWindowInSeconds":301,"MaximumRetryAttempts":-2)",
       "ValidationException: 2 validation errors detected: Value '301' at "
       "'maximumBatchingWindowInSeconds' failed to satisfy constraint: Member must have value less "
       "than or equal to 300; Value '-2' at 'maximumRetryAttempts' failed to satisfy constraint: "
       "Member must have value greater than or equal to -1"                                                                                                                                           },
      {source + R"(,"StartingPosition":"LATEST")",
       one + "Value null at 'functionName' failed to satisfy constraint: Member must not be null"                                                                                                     },
      {good + R"(,"TumblingWindowInSeconds":30,"ParallelizationFactor":2)",
       parameter + "TumblingWindowInSeconds needs a ParallelizationFactor of 1."                                                                                                                      },
      {good +
           R"(,"DestinationConfig":{"OnFailure":{"Destination":"arn:aws:sqs:us-east-1::missing"}})", parameter + "The destination ARN arn:aws:sqs:us-east-1::missing is invalid."              },
      {good + R"(,"KMSKeyArn":"key/k")",
       one + R"(Value 'key/k' at 'kMSKeyArn' failed to satisfy constraint: Member must satisfy )"
             R"(regular expression pattern: (arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|())"                                                                                                                },
      {good + R"(,"LoggingConfig":{"SystemLogLevel":"TRACE"})",
       one + "Value 'TRACE' at 'loggingConfig.systemLogLevel' failed to satisfy constraint: Member "
             "must satisfy enum value set: [DEBUG, INFO, WARN]"                                                                                                                                       },
      {good + R"(,"MetricsConfig":{"Metrics":["Count"]})",
       one + "Value '[Count]' at 'metricsConfig.metrics' failed to satisfy constraint: Member must "
             "satisfy constraint: [Member must satisfy enum value set: [ErrorCount, KafkaMetrics, "
             "EventCount], Member must not be null]"                                                                                                                                                  },
      {good + R"(,"ProvisionedPollerConfig":{"MinimumPollers":1})",
       parameter + "Rivulet doesn't support ProvisionedPollerConfig yet."                                                                                                                             },
      {good + R"(,"BatchSize":"1")",
       "SerializationException: STRING_VALUE can not be converted to an Integer"                                                                                                                      },
  };
  for (const Case& c : cases) {
    CAPTURE(c.body);
    CHECK(error_of([&] { f.create_body("{" + c.body + "}"); }) == c.error);
  }
  CHECK(f.registry->list(f.stored.scope, {}).mappings.empty());
}

TEST_CASE("the same function and stream again are a conflict that names the first mapping") {
  MappingFixture f;
  const auto first = f.create();
  CHECK(error_of([&] { f.create(); }) ==
        "ResourceConflictException: The event source arn (\" " + first.stream.get() +
            " \") and function (\" f \") provided mapping already exists. Please update or delete "
            "the existing mapping with UUID " +
            first.id.get());
  const std::string rest =
      R"(","StartingPosition":"LATEST","EventSourceArn":")" + first.stream.get() + "\"}";
  const auto second = f.create_body(R"({"FunctionName":"g)" + rest);
  const auto qualified = f.create_body(R"({"FunctionName":"f:$LATEST)" + rest);
  CHECK(lambda_host::qualified_arn(qualified.function) ==
        "arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST");
  CHECK(error_of([&] { f.update(second.id, R"({"FunctionName":"f"})"); }).find("already exists") !=
        std::string::npos);
}

TEST_CASE("a mapping that isn't there can't be read, changed or deleted") {
  MappingFixture f;
  const std::string text = "ResourceNotFoundException: The resource you requested does not exist.";
  const core::MappingId none("14e0db71-5d35-4eb5-b481-8945cf9d10c2");
  CHECK(error_of([&] { f.get(none); }) == text);
  CHECK(error_of([&] { f.update(none, "{}"); }) == text);
  CHECK(error_of([&] { f.registry->erase(f.stored.scope, none.get()); }) == text);

  const auto mapping = f.create();
  const core::Scope elsewhere{f.stored.scope.account, core::Region("eu-west-1")};
  CHECK(error_of([&] { f.registry->require(elsewhere, mapping.id.get()); }) == text);
  CHECK(f.registry->erase(f.stored.scope, mapping.id.get()).state == MappingState::deleting);
  CHECK(error_of([&] { f.get(mapping.id); }) == text);
  f.restart();
  CHECK(error_of([&] { f.get(mapping.id); }) == text);
}

TEST_CASE("a list is filtered and comes in pages") {
  MappingFixture f;
  const auto of_f = f.create();
  const auto of_g = f.create_body(R"({"FunctionName":"g","StartingPosition":"LATEST",)"
                                  R"("EventSourceArn":")" +
                                  of_f.stream.get() + "\"}");
  const auto list = [&](lambda_host::MappingQuery query) {
    return f.registry->list(f.stored.scope, query);
  };
  lambda_host::MappingQuery query;
  CHECK(list(query).mappings.size() == 2);
  query.function_name = "g";
  REQUIRE(list(query).mappings.size() == 1);
  CHECK(list(query).mappings.front()->id == of_g.id);
  query.function_name = "none";
  CHECK(list(query).mappings.empty());
  query = {};
  query.event_source_arn = of_f.stream.get();
  CHECK(list(query).mappings.size() == 2);
  query.event_source_arn = "arn:aws:dynamodb:us-east-1:000000000000:table/T/stream/x";
  CHECK(list(query).mappings.empty());
  query = {};
  query.max_items = 1;
  const auto first = list(query);
  REQUIRE(first.mappings.size() == 1);
  REQUIRE(first.next_marker);
  query.marker = first.next_marker;
  const auto second = list(query);
  REQUIRE(second.mappings.size() == 1);
  CHECK_FALSE(second.next_marker);
  CHECK(std::set{first.mappings.front()->id, second.mappings.front()->id} ==
        std::set{of_f.id, of_g.id});
}

TEST_CASE("tags are read and written by ARN") {
  MappingFixture f;
  const auto mapping = f.create(R"(,"Tags":{"a":"1","b":"2"})");
  const std::string arn = lambda_host::mapping_arn(mapping);
  f.registry->tag(f.stored.scope, arn,
                  {
                      {"b", "3"},
                      {"c", "4"}
  });
  f.registry->untag(f.stored.scope, arn, {"a", "none"});
  f.restart();
  CHECK(f.registry->tags(f.stored.scope, arn) == lambda_host::Variables{
                                                     {"b", "3"},
                                                     {"c", "4"}
  });
  const std::string none = "arn:aws:lambda:us-east-1:000000000000:event-source-mapping:x";
  CHECK(error_of([&] { f.registry->tags(f.stored.scope, none); }) ==
        "ResourceNotFoundException: Event source mapping not found: " + none);
}

TEST_CASE("a function is warmed when a mapping to it becomes active, not when the program starts") {
  using Names = std::vector<std::string>;
  MappingFixture f;
  const auto mapping = f.create(R"(,"Enabled":false)");
  f.update(mapping.id, R"({"BatchSize":2})");
  CHECK(f.invoker.warmed.empty());
  f.update(mapping.id, R"({"Enabled":true})");
  CHECK(f.invoker.warmed == Names{"f"});
  f.update(mapping.id, R"({"FunctionName":"g:$LATEST"})");
  CHECK(f.invoker.warmed == Names{"f", "g$LATEST"});
  f.update(mapping.id, R"({"BatchSize":3})");
  f.restart();
  CHECK(f.invoker.warmed.size() == 2);
  f.create();
  CHECK(f.invoker.warmed == Names{"f", "g$LATEST", "f"});
}

}  // namespace mapping_registry_test
