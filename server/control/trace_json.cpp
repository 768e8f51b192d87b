#include "server/control/trace_json.h"

#include "core/json/value.h"
#include "core/time_text.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "server/operations/logs/log_tokens.h"
#include "streams/stream_registry.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace server::control {
namespace {

using core::json::Document;
using core::json::Value;
using core::json::Writer;
using lambda_host::TracedAttempt;
using lambda_host::TracedBatch;
using lambda_host::TracedRecord;
using lambda_host::TracedWindow;

// To parse more would keep the loop from others: the records behind show neither their keys nor
// why they were filtered.
constexpr std::size_t kMaxEventBytes = std::size_t{2} << 20;
// Nor are reasons looked for beyond so many steps (match_steps.h).
constexpr std::size_t kMaxSteps = std::size_t{1} << 20;
constexpr std::size_t kMaxLogEvents = 10'000;
constexpr std::size_t kMaxLines = 100;  // of an attempt
// What lines may add to an answer, each as often as it is shown.
constexpr std::size_t kMaxShownLineBytes = std::size_t{4} << 20;
// The newest ones that a record was in: a batch that is cut into one failure after another leaves a
// record as many as it has records.
constexpr std::size_t kMaxBatches = 10;

void write_sequence(Writer& writer, std::string_view name, core::SequenceNumber sequence) {
  writer.member(name, core::sequence_number_text(sequence));
}

void write_log_event(Writer& writer, std::string_view name,
                     const std::optional<InvocationLog::Event>& event) {
  if (!event) return;
  writer.key(name).begin_object().member("timestamp", event->timestamp);
  writer.member("eventId", operations::digits56(event->id)).end_object();
}

// The beginning of an object of that name: why a batch goes, and where to.
void begin_giving_up(Writer& writer, std::string_view name, lambda_host::DiscardReason reason,
                     const std::optional<std::string>& destination) {
  writer.key(name).begin_object();
  writer.member("condition", wire_name(reason));
  if (destination) writer.member("destination", *destination);
}

void write_kept(Writer& writer, const std::optional<lambda_host::KeptDiscard>& kept,
                const std::optional<std::string>& destination) {
  if (!kept) return;
  begin_giving_up(writer, "discarding", kept->reason, destination);
  writer.member("times", kept->times);
  writer.member("error", kept->why);
  writer.end_object();
}

void write_reasons(Writer& writer, const std::optional<std::vector<std::string>>& reasons) {
  if (!reasons) return;
  writer.key("why").begin_array();
  for (const std::string& why : *reasons) writer.string(why);
  writer.end_array();
}

void write_discard(Writer& writer, const std::optional<lambda_host::Discard>& discard,
                   const std::optional<std::string>& destination) {
  if (!discard) return;
  begin_giving_up(writer, "discarded", discard->reason, destination);
  writer.end_object();
}

}  // namespace

TraceWriter::TraceWriter(Services& services, const lambda_host::EventSourceMapping& mapping,
                         bool with_log_lines)
    : services_(services),
      mapping_(mapping),
      trace_(services.mappings.pollers().trace(mapping.id)),
      with_log_lines_(with_log_lines),
      event_bytes_left_(kMaxEventBytes),
      steps_left_(kMaxSteps),
      log_events_left_(kMaxLogEvents),
      line_bytes_left_(kMaxShownLineBytes) {}

void TraceWriter::write(Writer& writer, const TracedRecord& record) {
  const auto batches = trace_.batches_of(record);
  std::optional<Document> event;
  if (event_bytes_left_ > 0) {
    auto text = services_.mappings.pollers().event(mapping_.id, record.lane.shard, record.sequence);
    event_bytes_left_ -= std::min(event_bytes_left_, text ? text->size() : 0);
    if (text) event = Document::parse(*std::move(text));
  }
  writer.begin_object();
  write_sequence(writer, "sequence", record.sequence);
  writer.member("shard", shard_id(record.lane.shard));
  writer.member("lane", static_cast<std::int64_t>(record.lane.slice));
  if (event) write_event(writer, event->root());
  writer.member("outcome", wire_name(lambda_host::outcome_of(record, batches)));
  write_filter(writer, record, event ? &*event : nullptr);
  write_batches(writer, batches);
  writer.end_object();
}

void TraceWriter::write_batches(Writer& writer, const std::vector<const TracedBatch*>& batches) {
  const std::size_t older = batches.size() - std::min(batches.size(), kMaxBatches);
  if (older > 0) writer.member("older_batches", static_cast<std::int64_t>(older));
  writer.key("batches").begin_array();
  for (std::size_t i = older; i < batches.size(); ++i) write_batch(writer, *batches[i]);
  writer.end_array();
}

void TraceWriter::write_event(Writer& writer, const Value& event) const {
  const auto name = event.object().find("eventName");
  const auto change = event.object().find("dynamodb");
  const auto keys = change ? change->object().find("Keys") : std::nullopt;
  if (name) writer.member("event", name->string());
  if (keys) writer.key("keys").raw(keys->text());
}

void TraceWriter::write_filter(Writer& writer, const TracedRecord& record, const Document* event) {
  const auto* patterns = trace_.filters_of(record);
  if (!patterns || patterns->empty()) return;
  writer.key("filter").begin_object().member("passed", !record.filtered);
  if (record.filtered && event && steps_left_ > 0) {
    write_reasons(writer, criteria(*patterns).explain(event->root(), steps_left_));
  }
  writer.end_object();
}

void TraceWriter::write_batch(Writer& writer, const TracedBatch& batch) {
  writer.begin_object().member("batch", static_cast<std::int64_t>(batch.id));
  write_sequence(writer, "first", batch.first);
  write_sequence(writer, "last", batch.last);
  writer.member("records", static_cast<std::int64_t>(batch.records));
  writer.member("attempts", batch.attempts.count);
  if (batch.repeated_by) writer.member("repeated_by", wire_name(*batch.repeated_by));
  write_kept(writer, batch.kept, mapping_.failure_destination);
  write_discard(writer, batch.discard, mapping_.failure_destination);
  write_attempts(writer, batch.attempts);
  writer.end_object();
}

void TraceWriter::write(Writer& writer, const TracedWindow& window) {
  writer.begin_object().member("shard", shard_id(window.lane.shard));
  writer.key("window").begin_object();
  writer.member("start", core::iso_seconds(window.start) + "Z");
  writer.member("end", core::iso_seconds(window.end) + "Z").end_object();
  writer.member("isFinalInvokeForWindow", true);
  writer.member("isWindowTerminatedEarly", window.is_terminated_early);
  write_sequence(writer, "first", window.first);
  write_sequence(writer, "last", window.last);
  writer.member("outcome", outcome_name(window));
  writer.member("attempts", window.attempts.count);
  write_kept(writer, window.kept, mapping_.failure_destination);
  write_discard(writer, window.discard, mapping_.failure_destination);
  write_attempts(writer, window.attempts);
  writer.end_object();
}

void TraceWriter::write_attempts(Writer& writer, const lambda_host::TracedAttempts& attempts) {
  writer.key("newest_attempts").begin_array();
  for (const TracedAttempt& attempt : attempts.newest) write_attempt(writer, attempt);
  writer.end_array();
}

void TraceWriter::write_attempt(Writer& writer, const TracedAttempt& attempt) {
  writer.begin_object().member("attempt", attempt.number);
  writer.member("outcome", wire_name(attempt.outcome));
  if (attempt.times > 1) writer.member("times", attempt.times);
  writer.key("started").raw(core::epoch_seconds_text(attempt.started));
  if (!attempt.request_id.empty()) {
    const std::chrono::duration<double, std::milli> duration = attempt.duration;
    writer.key("duration_ms").raw(fmt::format("{:.2f}", duration.count()));
    writer.member("request_id", attempt.request_id);
  }
  if (!attempt.error.empty()) writer.member("error", attempt.error);
  if (attempt.fault) writer.member("fault", wire_name(*attempt.fault));
  if (!attempt.log_stream.empty()) write_log(writer, attempt);
  writer.end_object();
}

void TraceWriter::write_log(Writer& writer, const TracedAttempt& attempt) {
  const InvocationLog& log = log_of(attempt);
  writer.key("log").begin_object().member("group", attempt.log_group);
  writer.member("stream", attempt.log_stream);
  write_log_event(writer, "first_event", log.first);
  write_log_event(writer, "last_event", log.last);
  if (with_log_lines_) write_lines(writer, log);
  writer.end_object();
}

void TraceWriter::write_lines(Writer& writer, const InvocationLog& log) {
  writer.key("lines").begin_array();
  for (const std::string& line : log.lines) {
    if (line_bytes_left_ == 0) break;
    line_bytes_left_ -= std::min(line_bytes_left_, line.size());
    writer.string(line);
  }
  writer.end_array();
}

const InvocationLog& TraceWriter::log_of(const TracedAttempt& attempt) {
  const auto [place, is_new] = logs_.try_emplace({attempt.request_id, attempt.started});
  if (is_new) {
    const InvocationLogQuery query{mapping_.function.scope, attempt.log_group,
                                   attempt.log_stream,      attempt.request_id,
                                   attempt.started,         with_log_lines_ ? kMaxLines : 0};
    place->second = read_invocation_log(services_.logs, query, log_events_left_);
  }
  return place->second;
}

std::string TraceWriter::shard_id(storage::ShardNumber shard) const {
  const auto* stream = services_.streams.find(mapping_.stream.get());
  const auto* found = stream ? stream->find_shard(shard) : nullptr;
  return found ? found->id.get() : "";
}

const lambda_host::FilterCriteria& TraceWriter::criteria(const std::vector<std::string>& patterns) {
  const auto known = criteria_.find(patterns);
  if (known != criteria_.end()) return known->second;
  return criteria_.emplace(patterns, lambda_host::FilterCriteria(patterns)).first->second;
}

}  // namespace server::control
