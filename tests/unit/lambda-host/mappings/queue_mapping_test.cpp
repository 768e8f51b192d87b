#include "lambda-host/mappings/queue_mapping.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

namespace queue_mapping_test {

using lambda_host::QueueMapping;

namespace {

const core::Scope kScope{core::AccountId("000000000000"), core::Region("us-east-1")};

// What is wrong with these members of a request, "" when nothing is.
std::string fault(const std::string& members) {
  const auto document = core::json::Document::parse(
      R"({"FunctionName":"f","EventSourceArn":"arn:aws:sqs:us-east-1:000000000000:q")" + members +
      "}");
  QueueMapping mapping;
  mapping.common.batch_size = lambda_host::kDefaultQueueBatchSize;
  try {
    const auto settings = lambda_host::read_queue_mapping_settings(document.root().object());
    check_create(settings);
    apply(settings, mapping);
    return "";
  } catch (const core::ApiError& error) {
    return error.message();
  }
}

QueueMapping example() {
  QueueMapping mapping;
  mapping.common.id = core::MappingId("11111111-1111-4111-8111-111111111111");
  mapping.common.scope = kScope;
  mapping.common.function =
      lambda_host::parse_function_reference("f", kScope, lambda_host::NameShape::namespaced);
  mapping.common.stream = core::StreamArn("arn:aws:sqs:us-east-1:000000000000:q");
  mapping.common.batch_size = 10;
  mapping.common.last_modified = core::from_epoch_milliseconds(1'700'000'000'500);
  return mapping;
}

std::string shown(const QueueMapping& mapping) {
  core::json::Writer writer;
  write_mapping(writer, mapping);
  return writer.take();
}

}  // namespace

TEST_CASE("a request is for a queue by its event source") {
  const auto queue = [](const std::string& body) {
    return lambda_host::names_queue(core::json::Document::parse(body).root().object());
  };
  CHECK(queue(R"({"EventSourceArn":"arn:aws:sqs:us-east-1:000000000000:q"})"));
  CHECK_FALSE(queue(R"({"EventSourceArn":"arn:aws:dynamodb:us-east-1:0:table/T/stream/x"})"));
  CHECK_FALSE(queue("{}"));
}

TEST_CASE("a queue's mapping shows what queues have") {
  QueueMapping mapping = example();
  CHECK(shown(mapping) ==
        R"({"BatchSize":10,"EventSourceArn":"arn:aws:sqs:us-east-1:000000000000:q",)"
        R"("EventSourceMappingArn":"arn:aws:lambda:us-east-1:000000000000:event-source-mapping:)"
        R"(11111111-1111-4111-8111-111111111111",)"
        R"("FunctionArn":"arn:aws:lambda:us-east-1:000000000000:function:f",)"
        R"("FunctionResponseTypes":[],"LastModified":1700000000.500,)"
        R"("MaximumBatchingWindowInSeconds":0,"State":"Enabled",)"
        R"("StateTransitionReason":"USER_INITIATED",)"
        R"("UUID":"11111111-1111-4111-8111-111111111111"})");
  mapping.common.filter_patterns = {"{}"};
  mapping.common.reports_batch_item_failures = true;
  mapping.maximum_concurrency = 2;
  const std::string text = shown(mapping);
  CHECK(text.find(R"("FilterCriteria":{"Filters":[{"Pattern":"{}"}]})") != std::string::npos);
  CHECK(text.find(R"("FunctionResponseTypes":["ReportBatchItemFailures"])") != std::string::npos);
  CHECK(text.find(R"("ScalingConfig":{"MaximumConcurrency":2})") != std::string::npos);
}

TEST_CASE("a queue's mapping comes back as it was stored") {
  QueueMapping mapping = example();
  mapping.common.enabled = false;
  mapping.common.state = lambda_host::MappingState::disabled;
  mapping.common.batch_size = 100;
  mapping.common.batching_window_seconds = 3;
  mapping.common.filter_patterns = {R"({"body":["a"]})"};
  mapping.common.reports_batch_item_failures = true;
  mapping.common.tags = {
      {"k", "v"}
  };
  mapping.maximum_concurrency = 7;
  const auto read = lambda_host::read_stored_queue_mapping(kScope, write_stored_mapping(mapping));
  CHECK(shown(read) == shown(mapping));
  CHECK_FALSE(read.common.enabled);
  CHECK(read.common.tags == mapping.common.tags);
  CHECK(read.common.scope == kScope);
}

TEST_CASE("what only streams have is refused for queues") {
  for (
      const std::string member :
      {R"("StartingPosition":"LATEST")", R"("ParallelizationFactor":1)",
       R"("MaximumRetryAttempts":1)", R"("MaximumRecordAgeInSeconds":60)",
       R"("BisectBatchOnFunctionError":true)", R"("TumblingWindowInSeconds":1)",
       R"("DestinationConfig":{"OnFailure":{"Destination":"arn:aws:sqs:us-east-1:000000000000:q"}})"}) {
    const std::string name = member.substr(1, member.find('"', 1) - 1);
    CHECK(fault("," + member) ==
          "Unsupported " + name + " parameter for given event source mapping type.");
  }
  CHECK(fault(R"(,"ProvisionedPollerConfig":{"MinimumPollers":2})") ==
        "Rivulet doesn't support ProvisionedPollerConfig yet.");
}

TEST_CASE("large batches need a window") {
  const std::string error =
      "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater "
      "than 10";
  CHECK(fault("").empty());
  CHECK(fault(R"(,"BatchSize":10)").empty());
  CHECK(fault(R"(,"BatchSize":11)") == error);
  CHECK(fault(R"(,"BatchSize":11,"MaximumBatchingWindowInSeconds":1)").empty());
}

TEST_CASE("a concurrency is 2 to 1000") {
  const auto with = [](const std::string& concurrency) {
    return fault(R"(,"ScalingConfig":{"MaximumConcurrency":)" + concurrency + "}");
  };
  CHECK(with("2").empty());
  CHECK(with("1000").empty());
  CHECK(with("1") ==
        "1 validation error detected: Value '1' at 'scalingConfig.maximumConcurrency' failed to "
        "satisfy constraint: Member must have value greater than or equal to 2");
  CHECK(with("1001") ==
        "1 validation error detected: Value '1001' at 'scalingConfig.maximumConcurrency' failed "
        "to satisfy constraint: Member must have value less than or equal to 1000");
  CHECK(fault(R"(,"ScalingConfig":{})").empty());
}

}  // namespace queue_mapping_test
