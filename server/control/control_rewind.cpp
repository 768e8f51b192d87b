#include "core/api_error.h"
#include "core/json/writer.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "server/control/endpoints.h"
#include "server/control/mapping_access.h"
#include "streams/stream_registry.h"

namespace server::control {
namespace {

using core::json::Kind;
using core::json::Value;
using lambda_host::RewindTarget;
using lambda_host::StartingPosition;

[[noreturn]] void refuse_target() {
  core::throw_validation(
      "to must be \"TRIM_HORIZON\", \"LATEST\", {\"sequence\":\"…\"} with a sequence number, or "
      "{\"time\":…} with epoch seconds or a text such as 2026-01-31T12:00:00Z.");
}

RewindTarget target_of(const std::string_view name) {
  for (const auto end : {StartingPosition::trim_horizon, StartingPosition::latest}) {
    if (name == wire_name(end)) return end;
  }
  refuse_target();
}

RewindTarget target_of(const core::json::Member& place) {
  if (place.name == "sequence" && place.value.is(Kind::string)) {
    if (const auto sequence = core::parse_sequence_number(place.value.string())) return *sequence;
  } else if (place.name == "time") {
    if (const auto time = find_time(place.value)) return *time;
  }
  refuse_target();
}

RewindTarget read_target(const core::json::Object& body) {
  const auto to = body.find("to");
  if (to && to->is(Kind::string)) return target_of(to->string());
  if (to && to->is(Kind::object) && to->object().size() == 1) return target_of(to->object().at(0));
  refuse_target();
}

}  // namespace

void rewind_mapping(const ControlParts& parts, const Call& call, const core::HttpReply& reply) {
  refuse_unknown(call.body, {"to"});
  const RewindTarget target = read_target(call.body);
  const auto& mapping = require_mapping(parts, call);
  const auto positions = parts.services.mappings.rewind(mapping, target);
  const streams::Stream* stream = parts.services.streams.find(mapping.stream.get());
  core::json::Writer writer;
  writer.begin_object().member("mapping", mapping.id.get()).key("shards").begin_array();
  for (const auto& position : positions) {
    const auto* shard = stream ? stream->find_shard(position.shard) : nullptr;
    writer.begin_object().member("shard", shard ? shard->id.get() : "");
    writer.member("checkpoint", core::sequence_number_text(position.next)).end_object();
  }
  reply(json_response(writer.end_array().end_object().take()));
}

}  // namespace server::control
