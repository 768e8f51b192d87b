#include <fmt/format.h>

#include "core/api_error.h"
#include "core/json/writer.h"
#include "core/time_text.h"
#include "server/operations/key_schema_json.h"
#include "server/operations/stream_access.h"
#include "server/operations/stream_operations.h"

namespace server::operations {
namespace {

constexpr std::int64_t kMaxShards = 100;

void write_shard(core::json::Writer& writer, const streams::Stream& stream,
                 const storage::ShardRow& shard) {
  writer.begin_object().member("ShardId", shard.id.get());
  writer.key("SequenceNumberRange").begin_object();
  writer.member("StartingSequenceNumber", core::sequence_number_text(shard.first_sequence));
  if (shard.last_sequence) {
    writer.member("EndingSequenceNumber", core::sequence_number_text(*shard.last_sequence));
  }
  writer.end_object();
  if (shard.parent) {
    if (const auto* parent = stream.find_shard(*shard.parent)) {
      writer.member("ParentShardId", parent->id.get());
    }
  }
  writer.end_object();
}

// The shards that the request asks for: after ExclusiveStartShardId, and only the children of one if
// a ShardFilter says so. A start that isn't there leaves none.
std::vector<const storage::ShardRow*> selected_shards(const core::json::Object& body,
                                                      const streams::Stream& stream) {
  const auto start = body.find("ExclusiveStartShardId");
  const auto filter = body.find("ShardFilter");
  std::optional<storage::ShardNumber> parent;
  if (filter) {
    const auto shard_id = filter->object().find("ShardId");
    const auto* shard = shard_id ? stream.find_shard(shard_id->string()) : nullptr;
    parent = shard ? shard->number : 0;
  }
  std::vector<const storage::ShardRow*> shards;
  bool started = !start;
  for (const auto& shard : stream.shards) {
    if (started && (!parent || shard.parent == parent)) shards.push_back(&shard);
    started = started || shard.id.get() == start->string();
  }
  return shards;
}

void write_description(core::json::Writer& writer, const streams::Stream& stream) {
  writer.member("StreamArn", stream.arn.get());
  writer.member("StreamLabel", stream.row.label.get());
  writer.member("StreamStatus", stream.enabled() ? "ENABLED" : "DISABLED");
  writer.member("StreamViewType", core::wire_name(stream.row.view_type));
  writer.key("CreationRequestDateTime").raw(core::epoch_seconds_text(stream.row.created_at));
  writer.member("TableName", stream.row.table.get());
  writer.key("KeySchema");
  write_key_schema(writer, stream.row.key);
}

}  // namespace

std::string describe_stream(const Request& request, Services& services) {
  const auto& body = request.body;
  const auto limit = body.find("Limit");
  if (limit && limit->whole() > kMaxShards) {
    core::throw_validation(
        "One or more parameter values were invalid: Limit cannot be greater than the maximum: 100");
  }
  const auto most = static_cast<std::size_t>(limit ? *limit->whole() : kMaxShards);
  const auto arn = body.find("StreamArn");
  if (!arn) core::throw_validation("Invalid StreamArn");
  check_stream_arn(arn->string());
  const streams::Stream* stream = find_stream(services, request.scope, arn->string());
  if (!stream) {
    throw core::ApiError(
        core::ErrorCode::resource_not_found,
        fmt::format("Requested resource not found: Stream: {} not found", arn->string()));
  }
  const auto shards = selected_shards(body, *stream);
  core::json::Writer writer;
  writer.begin_object().key("StreamDescription").begin_object();
  write_description(writer, *stream);
  writer.key("Shards").begin_array();
  for (std::size_t i = 0; i < shards.size() && i < most; ++i) {
    write_shard(writer, *stream, *shards[i]);
  }
  writer.end_array();
  if (shards.size() > most) writer.member("LastEvaluatedShardId", shards[most - 1]->id.get());
  return writer.end_object().end_object().take();
}

}  // namespace server::operations
