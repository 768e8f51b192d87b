#include "core/api_error.h"
#include "core/json/writer.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "server/control/endpoints.h"
#include "server/control/mapping_access.h"
#include "server/control/trace_json.h"

// The trace of a mapping's records.
namespace server::control {
namespace {

constexpr std::size_t kDefaultLimit = 100;

core::SequenceNumber after(const Query& query) {
  const auto text = find(query, "after");
  if (!text) return core::SequenceNumber(0);
  if (const auto sequence = core::parse_sequence_number(*text)) return *sequence;
  core::throw_validation("after must be a sequence number.");
}

bool wants_logs(const Query& query) {
  const std::string value = find(query, "logs").value_or("false");
  if (value != "true" && value != "false") core::throw_validation("logs must be true or false.");
  return value == "true";
}

}  // namespace

void show_records(const ControlParts& parts, const Call& call, const core::HttpReply& reply) {
  refuse_unknown(call.query, {"after", "limit", "logs"});
  const auto& mapping = require_mapping(parts, call);
  const auto& trace = parts.services.mappings.pollers().trace(mapping.id);
  const std::size_t limit = find_whole(call.query, "limit", 1, lambda_host::MappingTrace::kRecords)
                                .value_or(kDefaultLimit);
  const auto records = trace.records(after(call.query), limit);
  TraceWriter trace_writer(parts.services, mapping, wants_logs(call.query));
  core::json::Writer writer;
  writer.begin_object().key("records").begin_array();
  for (const auto& record : records) trace_writer.write(writer, record);
  writer.end_array();
  if (records.size() == limit) {
    writer.member("next", core::sequence_number_text(records.back().sequence));
  }
  write_warnings(writer, parts, mapping);
  reply(json_response(writer.end_object().take()));
}

}  // namespace server::control
