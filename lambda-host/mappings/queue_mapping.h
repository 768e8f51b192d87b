#pragma once

#include "core/json/value.h"
#include "core/json/writer.h"
#include "lambda-host/mappings/event_source_mapping.h"
#include "lambda-host/mappings/mapping_settings.h"

#include <string>

// Event source mappings that read a queue. They have less than those that read a stream: no
// positions, no order, no budget of attempts, which are the queue's business.
namespace lambda_host {

inline constexpr int kDefaultQueueBatchSize = 10;

struct QueueMapping {
  EventSourceMapping common;    // its stream is the queue's ARN
  int maximum_concurrency = 0;  // 0: as many as there are processes

  const std::string& queue_arn() const { return common.stream.get(); }
};

// Whether a request's event source is a queue.
bool names_queue(const core::json::Object& body);

struct QueueMappingSettings {
  MappingSettings common;
  std::optional<int> maximum_concurrency;  // 0: no limit any more
};

// From the request's body. Throw as AWS does for what is wrong with it by itself.
QueueMappingSettings read_queue_mapping_settings(const core::json::Object& body);
void check_create(const QueueMappingSettings& settings);
void check_update(const QueueMappingSettings& settings);
// Needs settings that were checked. Throws for what they come to together.
void apply(const QueueMappingSettings& settings, QueueMapping& mapping);

// As the API shows it.
void write_mapping(core::json::Writer& writer, const QueueMapping& mapping);

std::string write_stored_mapping(const QueueMapping& mapping);
QueueMapping read_stored_queue_mapping(const core::Scope& scope, std::string text);

}  // namespace lambda_host
