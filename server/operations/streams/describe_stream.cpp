#include "core/api_error.h"
#include "core/json/writer.h"
#include "core/time_text.h"
#include "server/operations/streams/stream_access.h"
#include "server/operations/streams/stream_operations.h"
#include "server/operations/tables/key_schema_json.h"

#include <algorithm>

namespace server::operations {
namespace {

constexpr std::int64_t kMaxShards = 100;

void write_shard(core::json::Writer& writer, const storage::ShardRow& shard) {
  writer.begin_object().member("ShardId", shard.id.get());
  writer.key("SequenceNumberRange").begin_object();
  writer.member("StartingSequenceNumber", core::sequence_number_text(shard.first_sequence));
  if (shard.last_sequence) {
    writer.member("EndingSequenceNumber", core::sequence_number_text(*shard.last_sequence));
  }
  writer.end_object();
  // AWS shows one parent only, and goes on showing it when it has been trimmed.
  if (shard.parent_id) writer.member("ParentShardId", shard.parent_id->get());
  writer.end_object();
}

bool is_child(const storage::ShardRow& shard, const storage::ShardRow* parent) {
  return parent && (shard.parent == parent->number || shard.adjacent_parent == parent->number);
}

// The shards that the request asks for: after ExclusiveStartShardId, which may have been trimmed
// since the last page, and only the children of one if a ShardFilter says so. In the order of their
// ids, as AWS lists them, at least as far as the first `most`.
std::vector<const storage::ShardRow*> selected_shards(const core::json::Object& body,
                                                      const streams::Stream& stream,
                                                      std::size_t most) {
  const auto start = body.find("ExclusiveStartShardId");
  const auto filter = body.find("ShardFilter");
  const auto filter_id = filter ? filter->object().find("ShardId") : std::nullopt;
  const auto* parent = filter_id ? stream.find_shard(filter_id->string()) : nullptr;
  std::vector<const storage::ShardRow*> shards;
  for (const auto& shard : stream.shards) {
    if (start && shard.id.get() <= start->string()) continue;
    if (!filter || is_child(shard, parent)) shards.push_back(&shard);
  }
  const auto sorted = static_cast<std::ptrdiff_t>(std::min(most, shards.size()));
  std::partial_sort(shards.begin(), shards.begin() + sorted, shards.end(),
                    [](const auto* a, const auto* b) { return a->id < b->id; });
  return shards;
}

void write_description(core::json::Writer& writer, const streams::Stream& stream,
                       streams::StreamStatus status) {
  writer.member("StreamArn", stream.arn.get());
  writer.member("StreamLabel", stream.row.label.get());
  writer.member("StreamStatus", streams::wire_name(status));
  writer.member("StreamViewType", core::wire_name(stream.row.view_type));
  writer.key("CreationRequestDateTime").raw(core::epoch_seconds_text(stream.row.created_at));
  writer.member("TableName", stream.row.table.get());
  writer.key("KeySchema");
  write_key_schema(writer, stream.row.key);
}

// ENABLING and DISABLING last as long as the table's own transitions do.
streams::StreamStatus status_of(const streams::Stream& stream, const Services& services) {
  const bool lasts = services.settings.delay_transient_statuses;
  return stream.status(services.clock.now(),
                       lasts ? TableTransitions::kDelay : core::Duration::zero());
}

}  // namespace

std::string describe_stream(const Request& request, Services& services) {
  const auto& body = request.body;
  const std::size_t most = read_limit(
      body, kMaxShards,
      "One or more parameter values were invalid: Limit cannot be greater than the maximum: 100");
  const auto arn = body.find("StreamArn");
  if (!arn) core::throw_validation("Invalid StreamArn");
  const streams::Stream& stream = require_stream(services, request.scope, arn->string());
  const auto shards = selected_shards(body, stream, most);
  core::json::Writer writer;
  writer.begin_object().key("StreamDescription").begin_object();
  write_description(writer, stream, status_of(stream, services));
  writer.key("Shards").begin_array();
  for (std::size_t i = 0; i < shards.size() && i < most; ++i) {
    write_shard(writer, *shards[i]);
  }
  writer.end_array();
  if (shards.size() > most) writer.member("LastEvaluatedShardId", shards[most - 1]->id.get());
  return writer.end_object().end_object().take();
}

}  // namespace server::operations
