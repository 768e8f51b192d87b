#include "core/api_error.h"
#include "core/json/writer.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "server/control/endpoints.h"
#include "server/control/mapping_access.h"
#include "server/control/trace_json.h"

#include <limits>

// The trace of a mapping's records.
namespace server::control {
namespace {

constexpr std::size_t kDefaultLimit = 100;
// A page that has reached so many bytes ends.
constexpr std::size_t kMaxPageBytes = std::size_t{2} << 20;

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

// Writes an array of them, as far as a page goes. Answers how many.
std::size_t write_records(core::json::Writer& writer, TraceWriter& trace_writer,
                          const std::vector<lambda_host::TracedRecord>& records) {
  std::size_t written = 0;
  std::size_t bytes = 0;
  writer.begin_array();
  for (; written < records.size() && bytes < kMaxPageBytes; ++written) {
    core::json::Writer one;
    trace_writer.write(one, records[written]);
    const std::string text = one.take();
    bytes += text.size();
    writer.raw(text);
  }
  writer.end_array();
  return written;
}

// The ends of the windows that this page's records came to. No member where there are none.
void write_windows(core::json::Writer& writer, TraceWriter& trace_writer,
                   const std::vector<const lambda_host::TracedWindow*>& windows) {
  if (windows.empty()) return;
  writer.key("windows").begin_array();
  for (const auto* window : windows) trace_writer.write(writer, *window);
  writer.end_array();
}

}  // namespace

void show_records(const ControlParts& parts, const Call& call, const core::HttpReply& reply) {
  refuse_unknown(call.query, {"after", "limit", "logs"});
  const auto& mapping = require_mapping(parts, call);
  auto& pollers = parts.services.mappings.pollers();
  pollers.fill_batches(mapping.id);
  const auto& trace = pollers.trace(mapping.id);
  const std::size_t limit = find_whole(call.query, "limit", 1, lambda_host::MappingTrace::kRecords)
                                .value_or(kDefaultLimit);
  const core::SequenceNumber begin = after(call.query);
  const auto records = trace.records(begin, limit);
  TraceWriter trace_writer(parts.services, mapping, wants_logs(call.query));
  core::json::Writer writer;
  writer.begin_object().key("records");
  const std::size_t written = write_records(writer, trace_writer, records);
  const bool is_full = written == limit || written < records.size();
  const auto end = is_full ? records[written - 1].sequence
                           : core::SequenceNumber(std::numeric_limits<std::uint64_t>::max());
  write_windows(writer, trace_writer, trace.windows().windows_of(begin, end));
  if (is_full) writer.member("next", core::sequence_number_text(end));
  write_warnings(writer, parts, mapping);
  reply(json_response(writer.end_object().take()));
}

}  // namespace server::control
