#include "core/api_error.h"
#include "core/json/writer.h"
#include "server/operations/tables/table_access.h"
#include "server/operations/tables/table_operations.h"
#include "storage/backfill.h"

#include <fmt/format.h>

namespace server::operations {
namespace {

using core::throw_validation;

void check_change(const core::TableDefinition& table, std::string_view attribute, bool enable) {
  const auto& current = table.time_to_live_attribute;
  if (!current) {
    if (!enable) throw_validation("TimeToLive is already disabled");
    return;
  }
  if (*current != attribute) {
    throw_validation(fmt::format(
        "TimeToLive is active on a different AttributeName: current AttributeName is {}",
        *current));
  }
  if (enable) throw_validation("TimeToLive is already enabled");
}

void check_describable(Services& services, const core::Scope& scope, std::string_view name) {
  const Transition* transition = services.table_transitions.find(scope, name, services.clock.now());
  if (!transition || transition->status == TableStatus::updating) return;
  throw_validation(
      fmt::format("Cannot describe time to live while table is in {} state: Current "
                  "table state is {}",
                  wire_name(transition->status), wire_name(transition->status)));
}

// The items of a small table are in order with this; the rest of a larger one follow.
void enable_expiry(Services& services, storage::Table& table, const std::string& attribute) {
  core::TableDefinition changed = table.definition;
  changed.time_to_live_attribute = attribute;
  std::optional<storage::ExpiryIndex> expiry;
  services.writer.transact([&] {
    services.catalog.store_definition(table, changed);
    expiry = services.catalog.store_new_expiry(table);
    expiry->filled_to = storage::fill(services.catalog, table, *expiry, attribute).to;
  });
  table.definition = std::move(changed);
  table.expiry = std::move(expiry);
}

void disable_expiry(Services& services, storage::Table& table) {
  core::TableDefinition changed = table.definition;
  changed.time_to_live_attribute.reset();
  services.writer.transact([&] {
    services.catalog.store_definition(table, changed);
    services.catalog.erase_expiry(table);
  });
  table.definition = std::move(changed);
  table.expiry.reset();
}

}  // namespace

// AWS allows one change an hour; a local test needn't wait so long, so that isn't enforced.
std::string update_time_to_live(const Request& request, Services& services) {
  const auto specification = request.body.find("TimeToLiveSpecification")->object();
  const std::string attribute(specification.find("AttributeName")->string());
  const bool enable = specification.find("Enabled")->boolean();
  const std::string name = table_name_from(request.body.find("TableName")->string(), request.scope);
  storage::Table& table = require_changeable_table(services, request.scope, name);
  check_change(table.definition, attribute, enable);
  if (enable) {
    enable_expiry(services, table, attribute);
  } else {
    disable_expiry(services, table);
  }

  core::json::Writer writer;
  writer.begin_object().key("TimeToLiveSpecification").begin_object();
  writer.member("AttributeName", attribute).member("Enabled", enable).end_object();
  return writer.end_object().take();
}

std::string describe_time_to_live(const Request& request, Services& services) {
  const std::string name = table_name_from(request.body.find("TableName")->string(), request.scope);
  check_describable(services, request.scope, name);
  const auto& attribute =
      require_described_table(services, request.scope, name).definition.time_to_live_attribute;
  core::json::Writer writer;
  writer.begin_object().key("TimeToLiveDescription").begin_object();
  if (attribute) writer.member("AttributeName", *attribute);
  writer.member("TimeToLiveStatus", attribute ? "ENABLED" : "DISABLED").end_object();
  return writer.end_object().take();
}

}  // namespace server::operations
