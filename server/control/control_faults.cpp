#include "core/api_error.h"
#include "core/json/writer.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "lambda-host/mappings/queue_mapping_registry.h"
#include "server/control/endpoints.h"
#include "server/control/fault_json.h"
#include "server/control/fault_request.h"
#include "storage/catalog.h"
#include "streams/stream_registry.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <charconv>

// Faults that are asked for: docs/faults.md.
namespace server::control {
namespace {

using core::json::Writer;
using faults::DeliveryFault;
using faults::Fault;
using faults::FaultId;
using faults::OperationFault;
using faults::StreamFault;

constexpr std::size_t kDefaultFaults = 100;
constexpr std::size_t kMaxFaultsShown = 1000;

[[noreturn]] void refuse_unknown_fault(std::string_view id) {
  throw core::ApiError(core::ErrorCode::resource_not_found,
                       fmt::format("There is no fault {}.", id));
}

std::string json_of(const Fault& fault) {
  Writer writer;
  write_fault(writer, fault);
  return writer.take();
}

FaultId require_id(const Call& call) {
  const std::string& text = call.parameters.front();
  FaultId id = 0;
  const char* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, id);
  if (error != std::errc() || at != end) refuse_unknown_fault(text);
  return id;
}

bool has_table(const ControlParts& parts, const ScopeFilter& scopes, std::string_view name) {
  bool found = false;
  parts.services.catalog.for_each([&](const storage::Table& table) {
    found = found || (table.definition.name.get() == name && scopes.covers(table.definition.scope));
  });
  return found;
}

void require_table(const ControlParts& parts, const ScopeFilter& scopes, std::string_view name) {
  if (has_table(parts, scopes, name)) return;
  throw core::ApiError(core::ErrorCode::resource_not_found,
                       fmt::format("There is no table {}.", name));
}

// These make the table that they name.
bool makes_table(std::string_view operation) {
  return operation == "CreateTable" || operation.starts_with("RestoreTable") ||
         operation == "CreateGlobalTable" || operation == "ImportTable";
}

void require_mapping(const ControlParts& parts, const ScopeFilter& scopes,
                     const core::MappingId& id) {
  const auto& of_streams = parts.services.mappings.all();
  const auto found = of_streams.find(id);
  if (found != of_streams.end() && scopes.covers(found->second.scope)) return;
  const auto* of_queue = parts.services.queue_mappings.find(id);
  if (of_queue && scopes.covers(of_queue->common.scope)) return;
  throw core::ApiError(core::ErrorCode::resource_not_found,
                       fmt::format("There is no mapping {}.", id.get()));
}

// The enabled streams of the tables of that name. Throws ApiError when there are none.
std::vector<core::StreamArn> require_streams(const ControlParts& parts, const ScopeFilter& scopes,
                                             const std::string& table) {
  require_table(parts, scopes, table);
  std::vector<core::StreamArn> arns;
  parts.services.catalog.for_each([&](const storage::Table& each) {
    const core::TableDefinition& definition = each.definition;
    if (definition.name.get() != table || !scopes.covers(definition.scope)) return;
    const auto* stream = parts.services.streams.enabled_stream(definition);
    if (stream) arns.push_back(stream->arn);
  });
  if (arns.empty()) core::throw_validation(fmt::format("Table {} has no enabled stream.", table));
  return arns;
}

// Comes about at once; answers when it has.
void befall_streams(const ControlParts& parts, faults::FaultSettings settings,
                    const core::HttpReply& reply) {
  const StreamFault what = std::get<StreamFault>(settings.what);
  const auto arns = require_streams(parts, settings.scopes, what.table);
  const Fault& fault = parts.faults.add(std::move(settings));
  parts.faults.note_done(fault.id);
  spdlog::info("fault {}: {} of table {}", fault.id, wire_name(what.effect), what.table);
  const bool trims = what.effect == faults::StreamEffect::trim;
  for (const core::StreamArn& arn : arns) {
    trims ? parts.services.streams.make_obsolete(arn)
          : parts.services.streams.expire_iterators(arn);
  }
  const auto answer = [reply, body = json_of(fault)] { reply(json_response(body)); };
  trims ? parts.chores.do_all(answer) : answer();
}

// A fault of what isn't there would never come about.
void require_subject(const ControlParts& parts, const faults::FaultSettings& settings) {
  if (const auto* const delivery = std::get_if<DeliveryFault>(&settings.what)) {
    return require_mapping(parts, settings.scopes, delivery->mapping);
  }
  if (const auto* const what = std::get_if<OperationFault>(&settings.what)) {
    if (!has_tables(what->service) || what->resource.empty() || makes_table(what->operation))
      return;
    require_table(parts, settings.scopes, what->resource);
  }
}

}  // namespace

void set_fault(const ControlParts& parts, const Call& call, const core::HttpReply& reply) {
  auto settings = read_fault(call.body, call.scopes);
  if (std::holds_alternative<StreamFault>(settings.what)) {
    return befall_streams(parts, std::move(settings), reply);
  }
  require_subject(parts, settings);
  reply(json_response(json_of(parts.faults.add(std::move(settings)))));
}

void list_faults(const ControlParts& parts, const Call& call, const core::HttpReply& reply) {
  refuse_unknown(call.query, {"after", "limit"});
  const std::size_t limit =
      find_whole(call.query, "limit", 1, kMaxFaultsShown).value_or(kDefaultFaults);
  const auto after = find_whole(call.query, "after", 0, INT64_MAX).value_or(0);
  const auto& all = parts.faults.all();
  Writer writer;
  writer.begin_object().key("faults").begin_array();
  std::size_t shown = 0;
  auto at = all.upper_bound(after);
  FaultId last = 0;
  for (; at != all.end() && shown < limit; ++at) {
    if (!at->second.settings.scopes.meets(call.scopes)) continue;
    write_fault(writer, at->second);
    last = at->first;
    ++shown;
  }
  writer.end_array();
  if (at != all.end()) writer.member("next", static_cast<std::int64_t>(last));
  reply(json_response(writer.end_object().take()));
}

void show_fault(const ControlParts& parts, const Call& call, const core::HttpReply& reply) {
  refuse_unknown(call.query, {});
  const auto found = parts.faults.all().find(require_id(call));
  if (found == parts.faults.all().end() || !found->second.settings.scopes.meets(call.scopes)) {
    refuse_unknown_fault(call.parameters.front());
  }
  reply(json_response(json_of(found->second)));
}

void delete_faults(const ControlParts& parts, const Call& call, const core::HttpReply& reply) {
  refuse_unknown(call.query, {});
  const auto removed = static_cast<std::int64_t>(parts.faults.clear(call.scopes));
  Writer writer;
  reply(json_response(writer.begin_object().member("removed", removed).end_object().take()));
}

void delete_fault(const ControlParts& parts, const Call& call, const core::HttpReply& reply) {
  refuse_unknown(call.query, {});
  if (!parts.faults.remove(require_id(call), call.scopes)) {
    refuse_unknown_fault(call.parameters.front());
  }
  reply(json_response(R"({"removed":1})"));
}

}  // namespace server::control
