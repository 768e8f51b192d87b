#include "core/api_error.h"
#include "core/json/writer.h"
#include "server/control/endpoints.h"
#include "server/operations/tables/table_access.h"
#include "streams/shard_lifecycle.h"
#include "streams/stream_registry.h"

#include <fmt/format.h>

#include <optional>

namespace server::control {
namespace {

using streams::Succession;

constexpr std::size_t kMaxOpenShards = 256;
// With closed ones: twice what so many open ones come to by rolling, until the oldest go.
constexpr std::size_t kMaxShards = 4096;

const streams::Stream& require_stream(const ControlParts& parts, const Call& call) {
  require_one_scope(call);
  const storage::Table& table = operations::require_described_table(
      parts.services, call.scope, require_text(call.body, "TableName"));
  const auto* stream = parts.services.streams.enabled_stream(table.definition);
  if (stream) return *stream;
  core::throw_validation(
      fmt::format("Table {} has no enabled stream.", table.definition.name.get()));
}

// nullptr: the request is about all shards.
const storage::ShardRow* find_open_shard(const streams::Stream& stream, const Call& call) {
  if (!call.body.find("ShardId")) return nullptr;
  const std::string_view id = require_text(call.body, "ShardId");
  const storage::ShardRow* shard = stream.find_shard(id);
  if (!shard) {
    throw core::ApiError(core::ErrorCode::resource_not_found,
                         fmt::format("There is no shard {}.", id));
  }
  if (!shard->is_open()) core::throw_validation(fmt::format("Shard {} is closed.", id));
  return shard;
}

void write_ids(core::json::Writer& writer, std::string_view name,
               const std::vector<core::ShardId>& ids) {
  writer.key(name).begin_array();
  for (const auto& id : ids) writer.string(id.get());
  writer.end_array();
}

void check_shard_count(const streams::Stream& stream, const std::vector<Succession>& successions) {
  std::size_t count = stream.shards.size();
  for (const Succession& succession : successions) count += succession.first_hashes.size();
  if (count <= kMaxShards) return;
  core::throw_validation(
      fmt::format("A stream has at most {} shards; closed ones go 24 hours after they were closed.",
                  kMaxShards));
}

// Carries the successions out and answers what became of the stream.
std::string replace(const ControlParts& parts, const streams::Stream& stream,
                    const std::vector<Succession>& successions) {
  check_shard_count(stream, successions);
  std::vector<core::ShardId> closed;
  for (const Succession& succession : successions) {
    for (const auto parent : succession.parents) closed.push_back(stream.find_shard(parent)->id);
  }
  const std::size_t before = stream.shards.size();
  parts.services.streams.replace(stream.arn, successions);
  std::vector<core::ShardId> opened;
  for (std::size_t i = before; i < stream.shards.size(); ++i) opened.push_back(stream.shards[i].id);
  core::json::Writer writer;
  writer.begin_object().member("TableName", stream.row.table.get());
  writer.member("StreamArn", stream.arn.get());
  write_ids(writer, "ClosedShards", closed);
  write_ids(writer, "OpenedShards", opened);
  return writer.end_object().take();
}

std::vector<Succession> list_of(const std::optional<Succession>& succession) {
  if (!succession) return {};
  return {*succession};
}

void check_possible(const std::vector<Succession>& successions, const char* otherwise) {
  if (successions.empty()) core::throw_validation(otherwise);
}

}  // namespace

void roll_shards(const ControlParts& parts, const Call& call, const core::HttpReply& reply) {
  refuse_unknown(call.body, {"TableName", "ShardId"});
  const auto& stream = require_stream(parts, call);
  const auto* shard = find_open_shard(stream, call);
  const auto rolls = shard ? list_of(streams::roll(*shard)) : streams::roll_all(stream);
  reply(json_response(replace(parts, stream, rolls)));
}

void split_shards(const ControlParts& parts, const Call& call, const core::HttpReply& reply) {
  refuse_unknown(call.body, {"TableName", "ShardId"});
  const auto& stream = require_stream(parts, call);
  const auto* shard = find_open_shard(stream, call);
  const auto splits = shard ? list_of(streams::split(stream, *shard)) : streams::split_all(stream);
  check_possible(splits, "A shard of one hash can't be split.");
  if (stream.open_shards().size() + splits.size() > kMaxOpenShards) {
    core::throw_validation(fmt::format("A stream has at most {} open shards.", kMaxOpenShards));
  }
  reply(json_response(replace(parts, stream, splits)));
}

void merge_shards(const ControlParts& parts, const Call& call, const core::HttpReply& reply) {
  refuse_unknown(call.body, {"TableName", "ShardId"});
  const auto& stream = require_stream(parts, call);
  const auto* shard = find_open_shard(stream, call);
  const auto merges = shard ? list_of(streams::merge(stream, *shard)) : streams::merge_all(stream);
  check_possible(merges, "There is no other open shard to merge with.");
  reply(json_response(replace(parts, stream, merges)));
}

}  // namespace server::control
