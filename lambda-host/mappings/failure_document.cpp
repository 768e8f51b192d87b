#include "lambda-host/mappings/failure_document.h"

#include "core/json/writer.h"
#include "core/time_text.h"
#include "core/uuid.h"
#include "lambda-host/mappings/event_payload.h"

#include <fmt/format.h>

#include <algorithm>

namespace lambda_host {
namespace {

using core::json::Writer;

// "2025-02-22T03.03.25": no colons in the name of an object.
std::string object_time(core::WallTime time) {
  std::string text = core::iso_seconds(time);
  std::replace(text.begin(), text.end(), ':', '.');
  return text;
}

std::string object_key(const EventSourceMapping& mapping, const core::ShardId& shard,
                       core::WallTime now) {
  std::string folder = core::iso_date(now);
  std::replace(folder.begin(), folder.end(), '-', '/');
  return fmt::format("aws/lambda/{}/{}/{}/{}-{}", mapping.id.get(), shard.get(), folder,
                     object_time(now), core::random_uuid());
}

void write_request(Writer& writer, const EventSourceMapping& mapping, const Discard& discard) {
  writer.key("requestContext").begin_object();
  writer.member("requestId", discard.request_id);
  writer.member("functionArn", qualified_arn(mapping.function));
  writer.member("condition", wire_name(discard.reason));
  // 1 even where there was no invocation, as recorded.
  writer.member("approximateInvokeCount", std::max(discard.invocations, 1));
  writer.end_object();
}

// Records that are too old have none, even after invocations that failed.
void write_response(Writer& writer, const Discard& discard) {
  if (discard.reason == DiscardReason::record_age_exceeded || !discard.last_failure) return;
  writer.key("responseContext").begin_object();
  writer.member("statusCode", 200);
  writer.member("executedVersion", discard.last_failure->executed_version);
  writer.key("functionError");
  if (discard.last_failure->function_error) {
    writer.string("Unhandled");
  } else {
    writer.null();
  }
  writer.end_object();
}

void write_batch(Writer& writer, const EventSourceMapping& mapping, const core::ShardId& shard,
                 const Discard& discard) {
  writer.key("DDBStreamBatchInfo").begin_object();
  writer.member("shardId", shard.get());
  writer.member("startSequenceNumber", core::sequence_number_text(discard.first));
  writer.member("endSequenceNumber", core::sequence_number_text(discard.last));
  writer.member("approximateArrivalOfFirstRecord", core::iso_seconds(discard.first_arrival) + "Z");
  writer.member("approximateArrivalOfLastRecord", core::iso_seconds(discard.last_arrival) + "Z");
  writer.member("batchSize", static_cast<std::int64_t>(discard.count));
  writer.member("streamArn", mapping.stream.get());
  writer.end_object();
}

// Begins the document's object.
void write_members(Writer& writer, const EventSourceMapping& mapping, const core::ShardId& shard,
                   const Discard& discard) {
  writer.begin_object();
  write_request(writer, mapping, discard);
  write_response(writer, discard);
  writer.member("version", "1.0");
  writer.member("timestamp", core::iso_milliseconds(discard.given_up_at) + "Z");
  write_batch(writer, mapping, shard, discard);
}

}  // namespace

std::string failure_document(const EventSourceMapping& mapping, const core::ShardId& shard,
                             const Discard& discard) {
  Writer writer;
  write_members(writer, mapping, shard, discard);
  return writer.end_object().take();
}

Notice failure_notice(const EventSourceMapping& mapping, const core::ShardId& shard,
                      const Discard& discard, std::span<const streams::SourceRecord> records) {
  Notice notice;
  notice.scope = mapping.scope;
  notice.destination = mapping.failure_destination.value();
  const bool is_object = destination_kind(notice.destination) == DestinationKind::bucket;
  Writer writer;
  write_members(writer, mapping, shard, discard);
  if (is_object) writer.key("payload").raw(event_payload(records));
  writer.end_object();
  notice.document = writer.take();
  if (is_object) notice.object_key = object_key(mapping, shard, discard.given_up_at);
  return notice;
}

}  // namespace lambda_host
