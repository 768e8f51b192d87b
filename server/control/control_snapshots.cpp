#include "core/api_error.h"
#include "core/json/writer.h"
#include "core/time_text.h"
#include "server/control/endpoints.h"
#include "server/control/reset_scopes.h"
#include "server/s3/object_store.h"
#include "server/snapshot_files/exports.h"
#include "server/worlds/snapshot_json.h"
#include "server/worlds/snapshots.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <exception>

namespace server::control {
namespace {

using core::json::Writer;
using worlds::Snapshot;
using Outcome = worlds::Saving::Outcome;

void write_snapshot(Writer& writer, const Snapshot& snapshot) {
  writer.begin_object().member("name", snapshot.name);
  writer.member("account", snapshot.origin.account.get());
  writer.member("region", snapshot.origin.region.get());
  writer.key("created_at").raw(core::epoch_seconds_text(snapshot.created_at));
  writer.member("complete", snapshot.complete);
  worlds::write_counts(writer, snapshot.counts);
  writer.end_object();
}

bool find_flag(const core::json::Object& body, std::string_view name) {
  const auto value = body.find(name);
  if (!value) return false;
  if (value->is(core::json::Kind::boolean)) return value->boolean();
  core::throw_validation(std::string(name) + " must be true or false.");
}

worlds::Included read_included(const core::json::Object& body) {
  worlds::Included included;
  const auto list = body.find("include");
  if (!list) return included;
  const auto refuse = [] {
    core::throw_validation("include must be a list of \"buckets\" and \"logs\".");
  };
  if (!list->is(core::json::Kind::array)) refuse();
  list->array().for_each([&](const core::json::Value& name) {
    const auto text = name.is(core::json::Kind::string) ? name.string() : "";
    if (text != "buckets" && text != "logs") refuse();
    (text == "logs" ? included.logs : included.buckets) = true;
  });
  return included;
}

core::HttpResponse was_reset() {
  return error_response(409, "Conflict", "The scope was reset before all was copied.");
}

core::HttpResponse has_too_many_objects() {
  return error_response(
      409, "Conflict",
      fmt::format("A snapshot can have {} objects of buckets, and there are more.",
                  s3::ObjectStore::kMaxSavedObjects));
}

core::HttpResponse is_being_reset() {
  return error_response(409, "Conflict", "The scope is being reset.");
}

void write_restored(const worlds::Restored& restored, const core::HttpReply& reply) {
  if (restored.was_reset) return reply(was_reset());
  if (restored.error) return reply(error_response(*restored.error));
  Writer writer;
  writer.begin_object();
  worlds::write_counts(writer, restored.counts);
  reply(json_response(writer.end_object().take()));
}

// Much may have changed while the scope was reset, and another reset of it may have been begun.
void begin_restore(const worlds::Resets& resets, worlds::Restorations& restorations,
                   const std::string& name, const core::Scope& scope,
                   const core::HttpReply& reply) {
  if (resets.is_under_way(scope)) return reply(was_reset());
  try {
    restorations.check(name, scope, true);
    restorations.begin(name, scope,
                       [reply](const auto& restored) { write_restored(restored, reply); });
  } catch (const core::ApiError& error) {
    reply(error_response(error));
  } catch (const std::exception& error) {
    spdlog::error("restoring snapshot {} failed: {}", name, error.what());
    reply(not_stored());
  }
}

}  // namespace

void list_snapshots(const ControlParts& parts, const Call& call, const core::HttpReply& reply) {
  refuse_unknown(call.query, {});
  Writer writer;
  writer.begin_object().key("snapshots").begin_array();
  for (const auto& [name, snapshot] : parts.snapshots.all()) {
    write_snapshot(writer, snapshot);
  }
  reply(json_response(writer.end_array().end_object().take()));
}

void save_snapshot(const ControlParts& parts, const Call& call, const core::HttpReply& reply) {
  refuse_unknown(call.body, {"include"});
  require_one_scope(call);
  const worlds::Included included = read_included(call.body);
  if (parts.resets.is_under_way(call.scope)) return reply(is_being_reset());
  const std::string name = call.parameters.front();
  auto& snapshots = parts.snapshots;
  const auto host = call.request.headers.find("Host").value_or("");
  snapshots.save(name, call.scope, included, host, [&snapshots, name, reply](Outcome outcome) {
    if (outcome == Outcome::was_reset) return reply(was_reset());
    if (outcome == Outcome::has_too_many_objects) return reply(has_too_many_objects());
    if (outcome == Outcome::failed) return reply(not_stored());
    Writer writer;
    write_snapshot(writer, snapshots.require(name));
    reply(json_response(writer.take()));
  });
}

void restore_snapshot(const ControlParts& parts, const Call& call, const core::HttpReply& reply) {
  refuse_unknown(call.body, {"replace"});
  require_one_scope(call);
  const bool replace = find_flag(call.body, "replace");
  const std::string& name = call.parameters.front();
  const core::Scope& scope = call.scope;
  parts.restorations.check(name, scope, replace);
  if (!replace && parts.resets.is_under_way(scope)) return reply(is_being_reset());
  if (!replace) return begin_restore(parts.resets, parts.restorations, name, scope, reply);
  const core::Scope place = parts.snapshots.require(name).place;
  parts.snapshots.hold(place);
  reset_scopes(parts, call.scopes, {},
               [&resets = parts.resets, &snapshots = parts.snapshots,
                &restorations = parts.restorations, name, place, scope, reply](const auto& counts) {
                 snapshots.release(place);
                 if (!counts) return reply(not_stored());
                 begin_restore(resets, restorations, name, scope, reply);
               });
}

void send_snapshot_file(const ControlParts& parts, const Call& call, const core::HttpReply& reply) {
  refuse_unknown(call.query, {});
  parts.snapshot_files.begin(call.parameters.front(), [reply](snapshot_files::Exports::File file) {
    if (!file.failure.empty()) return reply(error_response(409, "Conflict", file.failure));
    core::HttpResponse response;
    response.content_type = "application/octet-stream";
    response.body = std::move(file.bytes);
    reply(std::move(response));
  });
}

void delete_snapshot(const ControlParts& parts, const Call& call, const core::HttpReply& reply) {
  refuse_unknown(call.body, {});
  parts.snapshots.erase(call.parameters.front());
  reply(json_response("{}"));
}

}  // namespace server::control
