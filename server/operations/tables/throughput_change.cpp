#include "server/operations/tables/throughput_change.h"

#include "core/api_error.h"
#include "core/time_text.h"
#include "server/operations/tables/invalid_value.h"
#include "server/operations/tables/throughput_request.h"

#include <fmt/format.h>

namespace server::operations {
namespace {

using core::throw_validation;
using core::json::Object;

void check_changes(const core::Throughput& current, const core::Throughput& requested,
                   std::string_view index) {
  if (current != requested) return;
  const std::string whose = index.empty() ? "the table" : fmt::format("the index {}", index);
  const std::string on = index.empty() ? "the table" : fmt::format("index {}", index);
  throw_validation(fmt::format(
      "The provisioned throughput for {} will not change. The requested value equals the current "
      "value. Current ReadCapacityUnits provisioned for {}: {}. Requested ReadCapacityUnits: {}. "
      "Current WriteCapacityUnits provisioned for {}: {}. Requested WriteCapacityUnits: {}. Refer "
      "to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.",
      whose, on, current.read, requested.read, on, current.write, requested.write));
}

void forget_removed(std::optional<core::Throughput>& ceilings) {
  if (!ceilings) return;
  if (ceilings->read == kCeilingRemoved) ceilings->read = kNoCeiling;
  if (ceilings->write == kCeilingRemoved) ceilings->write = kNoCeiling;
  if (*ceilings == core::Throughput{kNoCeiling, kNoCeiling}) ceilings.reset();
}

core::Throughput current_warm(core::BillingMode billing,
                              const std::optional<core::Throughput>& stated,
                              const core::ProvisionedThroughput& provisioned) {
  return stated.value_or(default_warm_throughput(billing, provisioned.units));
}

void check_warm_grows(const core::Throughput& current, const core::Throughput& requested,
                      std::string_view index) {
  if (requested.read >= current.read && requested.write >= current.write) return;
  throw_validation(fmt::format(
      "{}Requested {} for WarmThroughput for {} is lower than current WarmThroughput, decreasing "
      "WarmThroughput is not supported",
      kInvalid, requested.read < current.read ? "ReadUnitsPerSecond" : "WriteUnitsPerSecond",
      index.empty() ? "table" : fmt::format("index {}", index)));
}

void change_limits(const Object& request, core::BillingMode billing,
                   const core::ProvisionedThroughput& provisioned,
                   std::optional<core::Throughput>& on_demand,
                   std::optional<core::Throughput>& warm, std::string_view index) {
  if (const auto ceilings = read_changed_ceilings(request, billing, on_demand, {index})) {
    on_demand = ceilings;
  }
  const core::Throughput current = current_warm(billing, warm, provisioned);
  if (const auto requested = read_warm(request, current)) {
    check_warm_grows(current, *requested, index);
    warm = requested;
  }
}

// Whether an index's update changes what an index of an on-demand table has, and nothing else.
bool changes_on_demand(const Object& update) {
  const auto ceilings = update.find("OnDemandThroughput");
  const bool any = (ceilings && !ceilings->object().empty()) || update.find("WarmThroughput");
  return any && !update.find("ProvisionedThroughput");
}

void to_pay_per_request(core::TableDefinition& table, core::WallTime now) {
  table.billing = core::BillingMode::pay_per_request;
  table.billing_stated = true;
  table.pay_per_request_since = now;
  change_units(table.throughput, {}, now);
  for (auto& index : table.indexes) {
    if (index.global) change_units(index.throughput, {}, now);
  }
}

void to_provisioned(core::TableDefinition& table) {
  table.billing = core::BillingMode::provisioned;
  table.on_demand.reset();
  for (auto& index : table.indexes) index.on_demand.reset();
}

}  // namespace

void change_units(core::ProvisionedThroughput& throughput, const core::Throughput& units,
                  core::WallTime now) {
  const core::Throughput before = std::exchange(throughput.units, units);
  if (units.read > before.read || units.write > before.write) throughput.last_increase = now;
  if (units.read < before.read || units.write < before.write) {
    throughput.decreases_today = decreases_on_day_of(throughput, now) + 1;
    throughput.last_decrease = now;
  }
}

int decreases_on_day_of(const core::ProvisionedThroughput& throughput, core::WallTime now) {
  const auto& last = throughput.last_decrease;
  return last && core::iso_date(*last) == core::iso_date(now) ? throughput.decreases_today : 0;
}

void forget_removed_ceilings(core::TableDefinition& table) {
  forget_removed(table.on_demand);
  for (auto& index : table.indexes) forget_removed(index.on_demand);
}

void change_table_throughput(const Object& body, core::TableDefinition& table, core::WallTime now) {
  const auto stated = body.find("BillingMode");
  const auto mode = stated ? *core::find_billing_mode(stated->string()) : table.billing;
  const auto units = read_provisioned(body);
  if (units && mode == core::BillingMode::pay_per_request) {
    throw_validation(
        fmt::format("{}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when "
                    "BillingMode is PAY_PER_REQUEST",
                    kInvalid));
  }
  if (mode != table.billing) {
    if (mode == core::BillingMode::pay_per_request) {
      to_pay_per_request(table, now);
    } else {
      to_provisioned(table);
    }
  }
  if (units) {
    check_changes(table.throughput.units, *units, "");
    change_units(table.throughput, *units, now);
  }
  change_limits(body, mode, table.throughput, table.on_demand, table.warm, "");
}

void change_index_throughput(const Object& update, const core::TableDefinition& table,
                             core::IndexDefinition& index, core::WallTime now) {
  const std::string& name = index.name.get();
  if (table.billing == core::BillingMode::pay_per_request && !changes_on_demand(update)) {
    throw_validation(
        fmt::format("{}The only Updates for index: {} when TableThroughputMode is "
                    "PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput",
                    kInvalid, name));
  }
  if (update.find("ProvisionedThroughput")) {
    const core::Throughput units = *read_provisioned(update, {name});
    check_changes(index.throughput.units, units, name);
    change_units(index.throughput, units, now);
  }
  change_limits(update, table.billing, index.throughput, index.on_demand, index.warm, name);
}

}  // namespace server::operations
