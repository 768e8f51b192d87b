#include "server/operations/tables/throughput_request.h"

#include "core/api_error.h"
#include "core/limits.h"
#include "server/operations/tables/invalid_value.h"

#include <fmt/format.h>

namespace server::operations {
namespace {

using core::throw_validation;
using core::json::Object;

// What an on-demand table can serve at once (recorded).
constexpr core::Throughput kOnDemandWarmThroughput{12'000, 4'000};

std::optional<std::int64_t> read_member(const Object& object, std::string_view name) {
  const auto number = object.find(name);
  if (!number) return std::nullopt;
  return number->integer();
}

void check_bounds(std::int64_t units, std::string_view name, ThroughputOf of) {
  if (units <= core::limits::kMaxCapacityUnits) return;
  throw_validation(fmt::format("Given value {} for {} is out of bounds{}{}", units, name,
                               of.index.empty() ? "" : " for index ", of.index));
}

std::string owner(ThroughputOf of) {
  return of.index.empty() ? "table" : fmt::format("index : {}", of.index);
}

// "-1" takes a ceiling away, which only UpdateTable may ask for.
enum class Minus : std::uint8_t { refused, removes };

std::int64_t read_ceiling(const Object& ceilings, std::string_view name, std::int64_t otherwise,
                          Minus minus, ThroughputOf of) {
  const auto ceiling = read_member(ceilings, name);
  if (!ceiling) return otherwise;
  if (*ceiling >= 1 || (minus == Minus::removes && *ceiling == kCeilingRemoved)) return *ceiling;
  throw_validation(
      fmt::format("{}Requested {} for OnDemandThroughput for {} is outside of valid range",
                  kInvalid, name, owner(of)));
}

core::Throughput read_ceilings(const Object& ceilings, const core::Throughput& otherwise,
                               Minus minus, ThroughputOf of) {
  return {read_ceiling(ceilings, "MaxReadRequestUnits", otherwise.read, minus, of),
          read_ceiling(ceilings, "MaxWriteRequestUnits", otherwise.write, minus, of)};
}

// The first member that states a ceiling, which a provisioned table can't have.
const char* stated_ceiling(const Object& ceilings) {
  for (const char* name : {"MaxReadRequestUnits", "MaxWriteRequestUnits"}) {
    if (ceilings.find(name)) return name;
  }
  return nullptr;
}

std::string for_index(ThroughputOf of) {
  return of.index.empty() ? "" : fmt::format(" for index: {}", of.index);
}

void check_warm(const core::Throughput& warm, const core::Throughput& least,
                core::BillingMode billing, ThroughputOf of) {
  const auto check = [&](std::int64_t units, std::int64_t lowest, std::string_view name,
                         std::string_view provisioned) {
    if (units >= lowest) return;
    const std::string whose = of.index.empty() ? "table" : fmt::format("index {}", of.index);
    throw_validation(
        billing == core::BillingMode::provisioned
            ? fmt::format("{}Requested {} for WarmThroughput for {} is lower than {} of "
                          "ProvisionedThroughput",
                          kInvalid, name, whose, provisioned)
            : fmt::format("{}Requested {} for WarmThroughput for {} is lower than initial "
                          "throughput for OnDemand. See: "
                          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/"
                          "on-demand-capacity-mode.html#on-demand-capacity-mode-initial",
                          kInvalid, name, whose));
  };
  check(warm.read, least.read, "ReadUnitsPerSecond", "ReadCapacityUnits");
  check(warm.write, least.write, "WriteUnitsPerSecond", "WriteCapacityUnits");
}

// What a new table and a new index have in common.
template <class Definition>
void read_limits(const Object& request, core::BillingMode billing, Definition& definition,
                 ThroughputOf of) {
  definition.on_demand = read_new_ceilings(request, billing, of);
  const core::Throughput least = default_warm_throughput(billing, definition.throughput.units);
  definition.warm = read_warm(request, least);
  if (definition.warm) check_warm(*definition.warm, least, billing, of);
}

}  // namespace

std::optional<core::Throughput> read_provisioned(const Object& request, ThroughputOf of) {
  const auto value = request.find("ProvisionedThroughput");
  if (!value) return std::nullopt;
  const core::Throughput units{*read_member(value->object(), "ReadCapacityUnits"),
                               *read_member(value->object(), "WriteCapacityUnits")};
  check_bounds(units.read, "ReadCapacityUnits", of);
  check_bounds(units.write, "WriteCapacityUnits", of);
  return units;
}

std::optional<core::Throughput> read_new_ceilings(const Object& request, core::BillingMode billing,
                                                  ThroughputOf of) {
  const auto value = request.find("OnDemandThroughput");
  const char* stated = value ? stated_ceiling(value->object()) : nullptr;
  if (!stated) return std::nullopt;
  if (billing == core::BillingMode::provisioned) {
    throw_validation(
        fmt::format("{}{} for OnDemandThroughput{} cannot be specified when table BillingMode is "
                    "PROVISIONED.",
                    kInvalid, stated, for_index(of)));
  }
  return read_ceilings(value->object(), {kNoCeiling, kNoCeiling}, Minus::refused, of);
}

std::optional<core::Throughput> read_changed_ceilings(
    const Object& request, core::BillingMode billing,
    const std::optional<core::Throughput>& current, ThroughputOf of) {
  const auto value = request.find("OnDemandThroughput");
  const char* stated = value ? stated_ceiling(value->object()) : nullptr;
  if (!stated) return std::nullopt;
  // CreateTable's text, but for "the" and the full stop [AWS].
  if (billing == core::BillingMode::provisioned) {
    throw_validation(
        fmt::format("{}{} for OnDemandThroughput{} cannot be specified when the table BillingMode "
                    "is PROVISIONED",
                    kInvalid, stated, for_index(of)));
  }
  return read_ceilings(value->object(), current.value_or(core::Throughput{kNoCeiling, kNoCeiling}),
                       Minus::removes, of);
}

std::optional<core::Throughput> read_warm(const Object& request, const core::Throughput& least) {
  const auto value = request.find("WarmThroughput");
  if (!value) return std::nullopt;
  return core::Throughput{
      read_member(value->object(), "ReadUnitsPerSecond").value_or(least.read),
      read_member(value->object(), "WriteUnitsPerSecond").value_or(least.write)};
}

core::Throughput default_warm_throughput(core::BillingMode billing,
                                         const core::Throughput& provisioned) {
  return billing == core::BillingMode::provisioned ? provisioned : kOnDemandWarmThroughput;
}

void read_table_throughput(const Object& body, core::TableDefinition& table) {
  if (const auto mode = body.find("BillingMode")) {
    table.billing = *core::find_billing_mode(mode->string());
  }
  const bool provisioned = table.billing == core::BillingMode::provisioned;
  if (!provisioned && body.find("ProvisionedThroughput")) {
    throw_validation(
        fmt::format("{}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when "
                    "BillingMode is PAY_PER_REQUEST",
                    kInvalid));
  }
  const auto units = read_provisioned(body);
  if (provisioned && !units) {
    throw_validation(
        fmt::format("{}ReadCapacityUnits and WriteCapacityUnits must both be specified when "
                    "BillingMode is PROVISIONED",
                    kInvalid));
  }
  if (units) table.throughput.units = *units;
  if (!provisioned) {
    // AWS shows no summary of a table that never was on demand.
    table.billing_stated = true;
    table.pay_per_request_since = table.created_at;
  }
  read_limits(body, table.billing, table, {});
}

void read_index_throughput(const Object& request, core::BillingMode billing,
                           core::IndexDefinition& index) {
  const bool provisioned = billing == core::BillingMode::provisioned;
  if (!provisioned && request.find("ProvisionedThroughput")) {
    throw_validation(
        fmt::format("{}ProvisionedThroughput should not be specified for index: {} "
                    "when BillingMode is PAY_PER_REQUEST",
                    kInvalid, index.name.get()));
  }
  const ThroughputOf of{index.name.get()};
  const auto units = read_provisioned(request, of);
  if (provisioned && !units) {
    throw_validation(fmt::format("{}ProvisionedThroughput is not specified for index: {}", kInvalid,
                                 index.name.get()));
  }
  if (units) index.throughput.units = *units;
  read_limits(request, billing, index, of);
}

}  // namespace server::operations
