#pragma once

#include "core/json/value.h"
#include "core/table_definition.h"

#include <optional>
#include <string_view>

// Throughput as CreateTable and UpdateTable are told it, with AWS's checks.
namespace server::operations {

// Whose throughput a text is about: "table", or "index X".
struct ThroughputOf {
  std::string_view index = {};  // empty: the table
};

// ProvisionedThroughput, within AWS's bounds; nullopt when there is none.
std::optional<core::Throughput> read_provisioned(const core::json::Object& request,
                                                 ThroughputOf of = {});

// In OnDemandThroughput: a member for which there is no ceiling, and one whose ceiling the request
// takes away.
constexpr std::int64_t kNoCeiling = 0;
constexpr std::int64_t kCeilingRemoved = -1;

// OnDemandThroughput of a new table or index; nullopt when it states no ceiling.
std::optional<core::Throughput> read_new_ceilings(const core::json::Object& request,
                                                  core::BillingMode billing, ThroughputOf of = {});

// OnDemandThroughput of UpdateTable; nullopt when there is none. A member that isn't stated keeps
// its `current` ceiling; one may be kCeilingRemoved.
std::optional<core::Throughput> read_changed_ceilings(
    const core::json::Object& request, core::BillingMode billing,
    const std::optional<core::Throughput>& current, ThroughputOf of = {});

// WarmThroughput; nullopt when there is none. A member that isn't stated has `least`'s.
std::optional<core::Throughput> read_warm(const core::json::Object& request,
                                          const core::Throughput& least);

// What a table or an index can serve at once without having been told: recorded answers show it.
core::Throughput default_warm_throughput(core::BillingMode billing,
                                         const core::Throughput& provisioned);

// BillingMode and throughput of a new table.
void read_table_throughput(const core::json::Object& body, core::TableDefinition& table);

// The throughput of a new table's global index.
void read_index_throughput(const core::json::Object& request, core::BillingMode billing,
                           core::IndexDefinition& index);

}  // namespace server::operations
