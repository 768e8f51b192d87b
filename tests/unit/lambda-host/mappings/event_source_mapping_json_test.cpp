#include "lambda-host/mappings/event_source_mapping_json.h"

#include <doctest/doctest.h>

#include <stdexcept>

namespace event_source_mapping_json_test {

namespace {

using namespace lambda_host;

const core::Scope kScope{core::AccountId("000000000000"), core::Region("us-east-1")};

EventSourceMapping example() {
  EventSourceMapping m;
  m.id = core::MappingId("14e0db71-5d35-4eb5-b481-8945cf9d10c2");
  m.scope = kScope;
  m.function = {kScope, core::FunctionName("f"), "live"};
  m.stream = core::StreamArn(
      "arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/2026-01-01T00:00:00.000");
  m.starting_position = StartingPosition::latest;
  m.enabled = false;
  m.batch_size = 7;
  m.batching_window_seconds = 3;
  m.parallelization_factor = 2;
  m.maximum_retry_attempts = 4;
  m.maximum_record_age_seconds = 60;
  m.bisect_batch_on_function_error = true;
  m.tumbling_window_seconds = 30;
  m.reports_batch_item_failures = true;
  m.filter_patterns = {R"({"a":  [1]})", R"({"b":[2]})"};
  m.failure_destination = "arn:aws:sqs:us-east-1:000000000000:q";
  m.metrics = {"EventCount"};
  m.log_level = "INFO";
  m.kms_key_arn = "arn:aws:kms:us-east-1:000000000000:key/k";
  m.tags = {
      {"k", "v"}
  };
  m.state = MappingState::disabled;
  m.last_result = ProcessingResult::ok;
  m.last_modified = core::WallTime(core::Duration(1'764'037'614'123'456));
  return m;
}

std::string json(const EventSourceMapping& mapping) {
  core::json::Writer writer;
  write_mapping(writer, mapping);
  return writer.take();
}

const std::string kExample =
    R"({"BatchSize":7,"BisectBatchOnFunctionError":true,"DestinationConfig":{"OnFailure":)"
    R"({"Destination":"arn:aws:sqs:us-east-1:000000000000:q"}},)"
    R"("EventSourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/2026-01-01T00:00:00.000",)"
    R"("EventSourceMappingArn":"arn:aws:lambda:us-east-1:000000000000:event-source-mapping:14e0db71-5d35-4eb5-b481-8945cf9d10c2",)"
    R"("FilterCriteria":{"Filters":[{"Pattern":"{\"a\":  [1]}"},{"Pattern":"{\"b\":[2]}"}]},)"
    R"("FunctionArn":"arn:aws:lambda:us-east-1:000000000000:function:f:live",)"
    R"("FunctionResponseTypes":["ReportBatchItemFailures"],"LastModified":1764037614.123,)"
    R"("LastProcessingResult":"OK","MaximumBatchingWindowInSeconds":3,)"
    R"("MaximumRecordAgeInSeconds":60,"MaximumRetryAttempts":4,)"
    R"("KMSKeyArn":"arn:aws:kms:us-east-1:000000000000:key/k",)"
    R"("LoggingConfig":{"SystemLogLevel":"INFO"},"MetricsConfig":{"Metrics":["EventCount"]},)"
    R"("ParallelizationFactor":2,)"
    R"("StartingPosition":"LATEST","State":"Disabled","StateTransitionReason":"User action",)"
    R"("TumblingWindowInSeconds":30,"UUID":"14e0db71-5d35-4eb5-b481-8945cf9d10c2")";

std::string without(std::string text, const std::string& part) {
  const auto at = text.find(part);
  REQUIRE(at != std::string::npos);
  return text.erase(at, part.size());
}

}  // namespace

TEST_CASE("a mapping is shown with every member") {
  CHECK(json(example()) == kExample + "}");
}

TEST_CASE("the stored form has what the answer hides, and is read back whole") {
  const std::string stored = write_stored_mapping(example());
  CHECK(stored ==
        kExample +
            R"(,"Enabled":false,"Tags":{"k":"v"},"LastModifiedMicroseconds":1764037614123456})");
  const EventSourceMapping read = read_stored_mapping(kScope, stored);
  CHECK(write_stored_mapping(read) == stored);
  CHECK(read.scope == kScope);
  CHECK(read.function.qualifier == "live");
  CHECK(read.last_modified == example().last_modified);
}

TEST_CASE("position, state and result are read back, whatever they are") {
  for (const auto result :
       {ProcessingResult::none, ProcessingResult::ok, ProcessingResult::function_failed}) {
    EventSourceMapping m = example();
    m.last_result = result;
    m.starting_position = StartingPosition::trim_horizon;
    m.enabled = true;
    const EventSourceMapping read = read_stored_mapping(kScope, write_stored_mapping(m));
    CHECK(read.last_result == result);
    CHECK(read.starting_position == StartingPosition::trim_horizon);
    CHECK(read.state == MappingState::enabled);
  }
  EventSourceMapping m = example();
  m.state = MappingState::updating;  // over by the next start
  CHECK(read_stored_mapping(kScope, write_stored_mapping(m)).state == MappingState::disabled);
}

TEST_CASE("stored text that we didn't write is refused") {
  const std::string stored = write_stored_mapping(example());
  const auto error = [](const std::string& text) -> std::string {
    try {
      read_stored_mapping(kScope, text);
    } catch (const std::runtime_error& refused) {
      return refused.what();
    }
    return {};
  };
  CHECK(error("[]") == "stored event source mapping: no object");
  CHECK(error(without(stored, R"(,"UUID":"14e0db71-5d35-4eb5-b481-8945cf9d10c2")")) ==
        "stored event source mapping: no UUID");
  CHECK(error(without(stored, R"("StartingPosition":"LATEST",)")) ==
        "stored event source mapping: no StartingPosition");
  CHECK(error(without(stored, R"("LastProcessingResult":"OK",)")) ==
        "stored event source mapping: no LastProcessingResult");
}

}  // namespace event_source_mapping_json_test
