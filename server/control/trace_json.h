#pragma once

#include "core/json/writer.h"
#include "lambda-host/mappings/event_source_mapping.h"
#include "lambda-host/mappings/filter_criteria.h"
#include "lambda-host/mappings/mapping_trace.h"
#include "server/control/invocation_log.h"
#include "server/services.h"

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace server::control {

// Shows traced records with all that can be looked up about them now: what they say, why filters
// let them go by, the lines of their invocations. One object for one answer: it bounds what that
// costs. The mapping must not change meanwhile.
class TraceWriter {
 public:
  TraceWriter(Services& services, const lambda_host::EventSourceMapping& mapping,
              bool with_log_lines);

  void write(core::json::Writer& writer, const lambda_host::TracedRecord& record);
  void write(core::json::Writer& writer, const lambda_host::TracedWindow& window);

 private:
  void write_event(core::json::Writer& writer, const core::json::Value& event) const;
  void write_filter(core::json::Writer& writer, const lambda_host::TracedRecord& record,
                    const core::json::Document* event);
  void write_batches(core::json::Writer& writer,
                     const std::vector<const lambda_host::TracedBatch*>& batches);
  void write_batch(core::json::Writer& writer, const lambda_host::TracedBatch& batch);
  void write_attempts(core::json::Writer& writer, const lambda_host::TracedAttempts& attempts);
  void write_attempt(core::json::Writer& writer, const lambda_host::TracedAttempt& attempt);
  void write_log(core::json::Writer& writer, const lambda_host::TracedAttempt& attempt);
  void write_lines(core::json::Writer& writer, const InvocationLog& log);
  // Read once, though each record of a batch shows it.
  const InvocationLog& log_of(const lambda_host::TracedAttempt& attempt);
  std::string shard_id(storage::ShardNumber shard) const;
  const lambda_host::FilterCriteria& criteria(const std::vector<std::string>& patterns);

  Services& services_;
  const lambda_host::EventSourceMapping& mapping_;
  const lambda_host::MappingTrace& trace_;
  bool with_log_lines_;
  std::size_t event_bytes_left_;
  std::size_t steps_left_;
  std::size_t log_events_left_;
  std::size_t line_bytes_left_;
  // By request and start: an invocation is tried again under the same id.
  std::map<std::pair<std::string, core::WallTime>, InvocationLog> logs_;
  std::map<std::vector<std::string>, lambda_host::FilterCriteria> criteria_;
};

}  // namespace server::control
