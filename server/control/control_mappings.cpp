#include "core/api_error.h"
#include "core/json/writer.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "lambda-host/mappings/queue_mapping_registry.h"
#include "server/control/endpoints.h"
#include "server/control/mapping_access.h"
#include "streams/stream_registry.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

// What mappings are doing right now.
namespace server::control {
namespace {

using core::json::Writer;
using lambda_host::EventSourceMapping;
using lambda_host::LaneStatus;
using lambda_host::ShardStatus;

constexpr std::size_t kDefaultPage = 100;
constexpr std::size_t kMaxPage = 1000;
// What is looked at for one answer, of records, messages, shards and lanes: beyond that, a mapping
// says that there are more, and is the page's last (streams::Backlog::looks).
constexpr std::size_t kMaxCounted = 100'000;
// Shards and lanes that are shown in one answer, but for those that the last mapping has beyond.
constexpr std::size_t kMaxParts = 2'500;

// What is left of these.
struct Room {
  std::size_t counted = kMaxCounted;
  std::size_t parts = kMaxParts;
};

// Filters are parsed to see whether there is something to be warned of.
void spend_on_warnings(const EventSourceMapping& mapping, Room& room) {
  constexpr std::size_t kFilterBytesOfLook = 8;
  std::size_t bytes = 0;
  for (const std::string& pattern : mapping.filter_patterns) bytes += pattern.size();
  room.counted -= std::min(room.counted, bytes / kFilterBytesOfLook);
}

void write_seconds(Writer& writer, std::string_view name, core::Duration duration) {
  const auto seconds = std::chrono::duration<double>(std::max(duration, core::Duration::zero()));
  writer.key(name).raw(fmt::format("{:.3f}", seconds.count()));
}

void write_position(Writer& writer, std::string_view name, core::SequenceNumber sequence) {
  writer.member(name, core::sequence_number_text(sequence));
}

void write_lane(Writer& writer, const LaneStatus& lane) {
  writer.begin_object().member("lane", static_cast<std::int64_t>(lane.slice));
  writer.member("activity", wire_name(lane.activity));
  write_position(writer, "checkpoint", lane.checkpoint);
  if (lane.batch_records > 0) {
    writer.key("batch").begin_object();
    writer.member("records", static_cast<std::int64_t>(lane.batch_records));
    write_position(writer, "first", lane.batch_first);
    write_position(writer, "last", lane.batch_last);
    writer.member("failed_attempts", lane.failed_attempts).end_object();
  }
  if (!lane.last_error.empty()) writer.member("last_error", lane.last_error);
  if (lane.continues_in) write_seconds(writer, "continues_in_seconds", *lane.continues_in);
  writer.end_object();
}

void write_shard(Writer& writer, const ShardStatus& shard, core::WallTime now, Room& room) {
  room.parts -= std::min(room.parts, 1 + shard.lanes.size());
  writer.begin_object().member("shard", shard.id.get());
  write_position(writer, "checkpoint", shard.checkpoint);
  if (shard.tip) write_position(writer, "tip", *shard.tip);
  writer.member("pending", static_cast<std::int64_t>(shard.pending));
  if (shard.more_pending) writer.member("more", true);
  if (shard.oldest) write_seconds(writer, "oldest_age_seconds", now - *shard.oldest);
  writer.key("lanes").begin_array();
  for (const LaneStatus& lane : shard.lanes) write_lane(writer, lane);
  writer.end_array().end_object();
}

void write_counts(Writer& writer, const lambda_host::MappingCounts& counts) {
  const auto count = [&](std::string_view name, std::uint64_t value) {
    writer.member(name, static_cast<std::int64_t>(value));
  };
  writer.key("records").begin_object();
  count("delivered", counts.delivered);
  count("filtered", counts.filtered);
  count("discarded", counts.discarded);
  writer.end_object().key("invocations").begin_object();
  count("ok", counts.invocations_ok);
  count("failed", counts.invocations_failed);
  writer.end_object();
}

void write_mapping(Writer& writer, const ControlParts& parts, const EventSourceMapping& mapping,
                   Room& room) {
  auto& pollers = parts.services.mappings.pollers();
  pollers.fill_batches(mapping.id);
  writer.begin_object().member("mapping", mapping.id.get());
  writer.member("function", qualified_arn(mapping.function));
  writer.member("stream", mapping.stream.get());
  writer.member("state", wire_name(mapping.state));
  writer.member("caught_up", pollers.caught_up(mapping.id));
  write_counts(writer, pollers.trace(mapping.id).counts());
  writer.key("shards").begin_array();
  for (const ShardStatus& shard : pollers.status(mapping.id, room.counted)) {
    write_shard(writer, shard, parts.services.clock.now(), room);
  }
  writer.end_array();
  write_warnings(writer, parts, mapping);
  spend_on_warnings(mapping, room);
  writer.end_object();
}

void write_mapping(Writer& writer, const ControlParts& parts,
                   const lambda_host::QueueMapping& mapping, Room& room) {
  const auto& registry = parts.services.queue_mappings;
  const auto status = registry.status(mapping.common.id, room.counted);
  const auto count = [&](std::string_view name, std::size_t value) {
    writer.member(name, static_cast<std::int64_t>(value));
  };
  writer.begin_object().member("mapping", mapping.common.id.get());
  writer.member("function", qualified_arn(mapping.common.function));
  writer.member("queue", mapping.queue_arn());
  writer.member("state", wire_name(mapping.common.state));
  writer.member("caught_up", registry.caught_up(mapping.common.id));
  write_counts(writer, status.counts);
  count("pending", status.pending());
  if (status.has_more) writer.member("more", true);
  count("gathered", status.poller.gathered);
  writer.member("running", status.poller.invocations);
  if (!status.poller.last_error.empty()) writer.member("last_error", status.poller.last_error);
  writer.end_object();
}

// Those behind `after`, of both kinds, as they are to be listed.
std::vector<core::MappingId> ids_behind(const ControlParts& parts, const Call& call) {
  const core::MappingId after(find(call.query, "after").value_or(""));
  std::vector<core::MappingId> ids;
  const auto add = [&](const EventSourceMapping& mapping) {
    if (mapping.id > after && call.scopes.covers(mapping.scope)) ids.push_back(mapping.id);
  };
  for (const auto& [id, mapping] : parts.services.mappings.all()) add(mapping);
  for (const auto* mapping : parts.services.queue_mappings.all()) add(mapping->common);
  std::sort(ids.begin(), ids.end());
  return ids;
}

void write_mapping(Writer& writer, const ControlParts& parts, const core::MappingId& id,
                   Room& room) {
  if (const auto* mapping = parts.services.queue_mappings.find(id)) {
    return write_mapping(writer, parts, *mapping, room);
  }
  write_mapping(writer, parts, parts.services.mappings.all().at(id), room);
}

bool reads_queue(const ControlParts& parts, const Call& call) {
  const auto* found = parts.services.queue_mappings.find(core::MappingId(call.parameters.front()));
  return found && call.scopes.covers(found->common.scope);
}

}  // namespace

const EventSourceMapping& require_mapping(const ControlParts& parts, const Call& call) {
  const std::string& id = call.parameters.front();
  const auto& all = parts.services.mappings.all();
  const auto found = all.find(core::MappingId(id));
  if (found != all.end() && call.scopes.covers(found->second.scope)) return found->second;
  if (reads_queue(parts, call)) {
    throw core::ApiError(core::ErrorCode::resource_conflict,
                         fmt::format("The mapping {} reads a queue, not a stream.", id));
  }
  throw core::ApiError(core::ErrorCode::resource_not_found,
                       fmt::format("There is no mapping {}.", id));
}

void write_warnings(Writer& writer, const ControlParts& parts, const EventSourceMapping& mapping) {
  const auto* stream = parts.services.streams.find(mapping.stream.get());
  const auto view = stream ? std::optional(stream->row.view_type) : std::nullopt;
  const auto warnings = parts.services.mappings.warnings(mapping, view);
  if (warnings.empty()) return;
  writer.key("warnings").begin_array();
  for (const std::string& warning : warnings) writer.string(warning);
  writer.end_array();
}

void list_mappings(const ControlParts& parts, const Call& call, const core::HttpReply& reply) {
  refuse_unknown(call.query, {"after", "limit"});
  const std::size_t limit = find_whole(call.query, "limit", 1, kMaxPage).value_or(kDefaultPage);
  const auto ids = ids_behind(parts, call);
  const std::size_t most = std::min(limit, ids.size());
  std::size_t shown = 0;
  Room room;
  Writer writer;
  writer.begin_object().key("mappings").begin_array();
  while (shown < most && room.parts > 0 && room.counted > 0) {
    write_mapping(writer, parts, ids[shown++], room);
  }
  writer.end_array();
  if (shown < ids.size()) writer.member("next", ids[shown - 1].get());
  reply(json_response(writer.end_object().take()));
}

void show_mapping(const ControlParts& parts, const Call& call, const core::HttpReply& reply) {
  refuse_unknown(call.query, {});
  Room room;
  Writer writer;
  if (reads_queue(parts, call)) {
    write_mapping(writer, parts, core::MappingId(call.parameters.front()), room);
  } else {
    write_mapping(writer, parts, require_mapping(parts, call), room);
  }
  reply(json_response(writer.take()));
}

}  // namespace server::control
