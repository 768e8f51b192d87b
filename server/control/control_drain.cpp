#include "core/api_error.h"
#include "core/json/writer.h"
#include "server/control/endpoints.h"

namespace server::control {
namespace {

constexpr double kDefaultSeconds = 30;
constexpr double kMaxSeconds = 3600;

core::Duration patience_of(const core::json::Object& body) {
  const auto value = body.find("timeout_seconds");
  double seconds = kDefaultSeconds;
  if (value) seconds = value->is(core::json::Kind::number) ? value->number() : -1;
  if (!(seconds >= 0 && seconds <= kMaxSeconds)) {
    core::throw_validation("timeout_seconds must be a number from 0 to 3600.");
  }
  return duration_of(seconds);
}

void write_waiting(core::json::Writer& writer, const Waiting& waiting) {
  writer.begin_object();
  if (waiting.mapping) writer.member("mapping", waiting.mapping->get());
  writer.member("function", waiting.function.get());
  if (waiting.shard) writer.member("shard", waiting.shard->get());
  writer.member("pending", static_cast<std::int64_t>(waiting.pending));
  if (waiting.more_pending) writer.member("more", true);
  writer.member("reason", waiting.reason).end_object();
}

void write_count(core::json::Writer& writer, std::string_view name, std::uint64_t count) {
  writer.member(name, static_cast<std::int64_t>(count));
}

std::string result_json(const DrainResult& result) {
  core::json::Writer writer;
  writer.begin_object().member("settled", result.settled);
  writer.key("records").begin_object();
  write_count(writer, "delivered", result.counts.delivered);
  write_count(writer, "filtered", result.counts.filtered);
  write_count(writer, "discarded", result.counts.discarded);
  writer.end_object().key("invocations").begin_object();
  write_count(writer, "ok", result.counts.invocations_ok);
  write_count(writer, "failed", result.counts.invocations_failed);
  writer.end_object().key("waiting").begin_array();
  for (const Waiting& waiting : result.waiting) write_waiting(writer, waiting);
  writer.end_array();
  if (result.more_waiting) writer.member("more", true);
  return writer.end_object().take();
}

}  // namespace

void drain(const ControlParts& parts, const Call& call, const core::HttpReply& reply) {
  refuse_unknown(call.body, {"timeout_seconds", "mapping"});
  Drains::Wanted wanted{call.scopes, {}, patience_of(call.body)};
  if (const auto id = find_text(call.body, "mapping")) wanted.mapping.emplace(std::string(*id));
  const auto id = parts.drains.start(
      wanted, [reply](const DrainResult& result) { reply(json_response(result_json(result))); });
  core::HttpPeer* peer = call.request.peer;
  if (id && peer) peer->on_gone([&drains = parts.drains, id] { drains.cancel(*id); });
}

}  // namespace server::control
