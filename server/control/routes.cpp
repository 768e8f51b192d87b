#include "core/json/writer.h"
#include "server/control/endpoints.h"
#include "server/version.h"

namespace server::control {
namespace {

// clang-format off
constexpr Route kRoutes[] = {
    {"GET", "health", show_health},
    {"GET", "clock", show_clock},
    {"POST", "clock", move_clock},
    {"GET", "streams/records", show_stream_records},
    {"POST", "streams/roll", roll_shards},
    {"POST", "streams/split", split_shards},
    {"POST", "streams/merge", merge_shards},
    {"POST", "drain", drain},
    {"POST", "reset", reset},
    {"GET", "snapshots", list_snapshots},
    {"PUT", "snapshots/{NAME}", save_snapshot},
    {"DELETE", "snapshots/{NAME}", delete_snapshot},
    {"POST", "snapshots/{NAME}/restore", restore_snapshot},
    {"GET", "snapshots/{NAME}/file", send_snapshot_file},
    {"GET", "mappings", list_mappings},
    {"GET", "mappings/{UUID}", show_mapping},
    {"GET", "mappings/{UUID}/records", show_records},
    {"POST", "mappings/{UUID}/rewind", rewind_mapping},
    {"GET", "discards", list_discards},
    {"POST", "discards/{ID}/redrive", redrive},
    {"POST", "functions/{NAME}/replay", replay, true},
    {"GET", "faults", list_faults},
    {"POST", "faults", set_fault},
    {"DELETE", "faults", delete_faults},
    {"GET", "faults/{ID}", show_fault},
    {"DELETE", "faults/{ID}", delete_fault},
};
// clang-format on

}  // namespace

std::span<const Route> all_routes() {
  return kRoutes;
}

std::string_view wire_name(InitState state) {
  switch (state) {
    case InitState::running: return "running";
    case InitState::done: return "done";
    case InitState::failed: return "failed";
  }
  return "";
}

void show_health(const ControlParts& parts, const Call&, const core::HttpReply& reply) {
  const bool is_starting = parts.health.is_starting;
  core::json::Writer writer;
  writer.begin_object().member("status", is_starting ? "starting" : "ok");
  writer.member("version", kVersion);
  if (parts.health.init) writer.member("init", wire_name(*parts.health.init));
  writer.end_object();
  core::HttpResponse response = json_response(writer.take());
  if (is_starting) response.status = 503;
  reply(std::move(response));
}

}  // namespace server::control
