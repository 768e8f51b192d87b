#include "server/operations/backups/restore_definition.h"

#include "core/api_error.h"
#include "server/operations/backups/invalid_request.h"
#include "server/operations/tables/index_request.h"
#include "server/operations/tables/table_options.h"
#include "server/operations/tables/throughput_request.h"

#include <fmt/format.h>

#include <algorithm>

// The texts are recorded answers of 2026.
namespace server::operations {
namespace {

using core::json::Object;

core::Throughput units_in(const Object& units) {
  return {units.find("ReadCapacityUnits")->integer(), units.find("WriteCapacityUnits")->integer()};
}

void check_ceiling(const Object& ceilings, const char* name, core::BillingMode billing) {
  constexpr std::int64_t kNone = -1;
  const auto ceiling = ceilings.find(name);
  if (!ceiling) return;
  if (billing == core::BillingMode::provisioned) {
    throw_invalid_request(
        fmt::format("Cannot override {} for OnDemandThroughput unless "
                    "BillingModeOverride is PAY_PER_REQUEST",
                    name));
  }
  if (ceiling->integer() < 1 && ceiling->integer() != kNone) {
    throw_invalid_request(
        fmt::format("Requested {} for OnDemandThroughput is outside of valid range", name));
  }
}

std::optional<core::Throughput> read_ceilings(const Object& ceilings, core::BillingMode billing) {
  check_ceiling(ceilings, "MaxReadRequestUnits", billing);
  check_ceiling(ceilings, "MaxWriteRequestUnits", billing);
  const auto stated = [&](const char* name) {
    const auto ceiling = ceilings.find(name);
    return ceiling ? std::max(ceiling->integer(), kNoCeiling) : kNoCeiling;
  };
  const core::Throughput units{stated("MaxReadRequestUnits"), stated("MaxWriteRequestUnits")};
  if (units == core::Throughput{kNoCeiling, kNoCeiling}) return std::nullopt;
  return units;
}

void set_throughput(const Object& request, const core::TableDefinition& source,
                    core::TableDefinition& table) {
  const auto mode = request.find("BillingModeOverride");
  const auto units = request.find("ProvisionedThroughputOverride");
  if (mode) table.billing = *core::find_billing_mode(mode->string());
  if (table.billing == core::BillingMode::pay_per_request) {
    if (units && mode) {
      throw_invalid_request(
          "Cannot override ProvisionedThroughput if BillingMode is overridden to PAY_PER_REQUEST");
    }
    if (units) {
      throw_invalid_request(
          "Cannot override ProvisionedThroughput unless BillingMode is PROVISIONED");
    }
    table.throughput.units = {};
    table.billing_stated = true;
  } else if (!units && source.billing != core::BillingMode::provisioned) {
    throw_invalid_request(
        "Must override ProvisionedThroughput if BillingMode is overridden to PROVISIONED");
  }
  if (units) table.throughput.units = units_in(units->object());
  if (const auto ceilings = request.find("OnDemandThroughputOverride")) {
    table.on_demand = read_ceilings(ceilings->object(), table.billing);
  } else if (table.billing == core::BillingMode::provisioned) {
    table.on_demand.reset();
  }
}

// What of an index has to be as it was: its name may change.
bool same_form(const core::IndexDefinition& left, const core::IndexDefinition& right) {
  return left.key.partition == right.key.partition && left.key.sort == right.key.sort &&
         left.projection == right.projection &&
         std::is_permutation(left.non_key_attributes.begin(), left.non_key_attributes.end(),
                             right.non_key_attributes.begin(), right.non_key_attributes.end());
}

const core::IndexDefinition& require_source(const core::IndexDefinition& index,
                                            const core::TableDefinition& source) {
  const auto found = std::find_if(
      source.indexes.begin(), source.indexes.end(),
      [&](const auto& each) { return each.global == index.global && same_form(each, index); });
  if (found != source.indexes.end()) return *found;
  throw_invalid_request(
      fmt::format("Index {} does not match a secondary index that existed in the source table and "
                  "cannot be created during the restore operation",
                  index.name.get()));
}

void set_index_throughput(const Object& request, const core::TableDefinition& table,
                          core::IndexDefinition& index) {
  const auto units = request.find("ProvisionedThroughput");
  const bool provisioned = table.billing == core::BillingMode::provisioned;
  if (units && !provisioned) {
    throw_invalid_request(
        fmt::format("Cannot override ProvisionedThroughput if BillingMode is overridden to "
                    "PAY_PER_REQUEST for index {}",
                    index.name.get()));
  }
  if (units) index.throughput.units = units_in(units->object());
  if (const auto ceilings = request.find("OnDemandThroughput")) {
    index.on_demand = read_ceilings(ceilings->object(), table.billing);
  }
}

core::IndexDefinition read_index(const Object& request, bool global,
                                 const core::TableDefinition& source,
                                 const core::TableDefinition& table) {
  core::IndexDefinition index = global ? read_global_index(request, source.attributes)
                                       : read_local_index(request, source.attributes, source.key);
  const core::IndexDefinition& former = require_source(index, source);
  index.throughput.units = former.throughput.units;
  index.on_demand = former.on_demand;
  if (global) set_index_throughput(request, table, index);
  return index;
}

void add_indexes(const Object& request, const char* override, bool global,
                 const core::TableDefinition& source, core::TableDefinition& table) {
  if (const auto list = request.find(override)) {
    list->array().for_each([&](core::json::Value index) {
      table.indexes.push_back(read_index(index.object(), global, source, table));
    });
    return;
  }
  for (const core::IndexDefinition& index : source.indexes) {
    if (index.global == global) table.indexes.push_back(index);
  }
}

void fit_index(const core::TableDefinition& table, core::IndexDefinition& index) {
  index.throughput = {index.throughput.units, {}, {}, 0};
  index.warm.reset();
  if (!index.global) return;
  if (table.billing == core::BillingMode::pay_per_request) {
    index.throughput.units = {};
    return;
  }
  index.on_demand.reset();
  if (index.throughput.units.read == 0) {
    throw_invalid_request(
        fmt::format("Must specify provisioned throughput for index {}", index.name.get()));
  }
}

void set_indexes(const Object& request, const core::TableDefinition& source,
                 core::TableDefinition& table) {
  add_indexes(request, "LocalSecondaryIndexOverride", false, source, table);
  add_indexes(request, "GlobalSecondaryIndexOverride", true, source, table);
  check_indexes(table.indexes);
  int number = 0;
  for (core::IndexDefinition& index : table.indexes) {
    fit_index(table, index);
    index.number = ++number;
  }
  std::erase_if(table.attributes, [&](const core::AttributeDefinition& attribute) {
    return !table.key.contains(attribute.name) &&
           std::none_of(table.indexes.begin(), table.indexes.end(),
                        [&](const auto& index) { return index.key.contains(attribute.name); });
  });
}

}  // namespace

core::TableDefinition restored_definition(const Object& request,
                                          const core::TableDefinition& source,
                                          const core::Scope& target) {
  core::TableDefinition table;
  table.attributes = source.attributes;
  table.key = source.key;
  table.billing = source.billing;
  table.billing_stated = source.billing_stated;
  table.throughput.units = source.throughput.units;
  table.on_demand = source.on_demand;
  table.sse_json = source.sse_json;
  if (const auto encryption = request.find("SSESpecificationOverride")) {
    table.sse_json = read_encryption_specification(encryption->object(), target);
  }
  set_throughput(request, source, table);
  set_indexes(request, source, table);
  return table;
}

}  // namespace server::operations
