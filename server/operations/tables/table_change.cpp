#include "server/operations/tables/table_change.h"

#include "core/api_error.h"
#include "server/operations/tables/invalid_value.h"
#include "server/operations/tables/throughput_change.h"
#include "server/operations/tables/throughput_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace server::operations {
namespace {

using core::throw_validation;
using core::json::Object;

constexpr const char* kChanges[] = {
    "ProvisionedThroughput",
    "BillingMode",
    "StreamSpecification",
    "SSESpecification",
    "WarmThroughput",
    "GlobalSecondaryIndexUpdates",
    "TableClass",
    "OnDemandThroughput",
    "DeletionProtectionEnabled",
};

// Empty throughputs and lists of index updates ask for nothing.
bool is_stated(const Object& body, std::string_view name) {
  const auto value = body.find(name);
  if (!value) return false;
  if (name == "GlobalSecondaryIndexUpdates") return !value->array().empty();
  const bool may_be_empty = name == "OnDemandThroughput" || name == "WarmThroughput";
  return !may_be_empty || !value->object().empty();
}

std::ptrdiff_t count_changes(const Object& body) {
  return std::count_if(std::begin(kChanges), std::end(kChanges),
                       [&](const char* name) { return is_stated(body, name); });
}

void check_anything_changes(const Object& body) {
  if (count_changes(body) > 0) return;
  throw_validation(
      "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
      "GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, "
      "ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, "
      "OnDemandThroughput, WarmThroughput or TableClass is required");
}

template <class Wanted>
bool any_index_update(const Object& body, Wanted wanted) {
  bool any = false;
  if (const auto updates = body.find("GlobalSecondaryIndexUpdates")) {
    updates->array().for_each(
        [&](core::json::Value update) { any = any || wanted(update.object()); });
  }
  return any;
}

bool creates_index(const Object& body) {
  return any_index_update(body,
                          [](const Object& update) { return update.find("Create").has_value(); });
}

bool changes_indexes_online(const Object& body) {
  return any_index_update(
      body, [](const Object& update) { return update.find("Create") || update.find("Delete"); });
}

// Changes that AWS only makes one at a time.
void check_only_change(const Object& body) {
  struct Exclusive {
    const char* member;
    std::string_view text;
  };
  constexpr Exclusive kExclusive[] = {
      {"SSESpecification",
       "Server-Side Encryption modification must be the only operation in the request"                 },
      {"TableClass",                "TableClass modification must be the only operation in the request"},
      {"DeletionProtectionEnabled",
       "DeletionProtection modification must be the only operation in the request"                     },
      {"WarmThroughput",            "WarmThroughput must be the only operation in the request"         },
  };
  const auto changes = count_changes(body);
  if (is_stated(body, "WarmThroughput") && creates_index(body)) {
    throw_validation(fmt::format(
        "{}Create global secondary index cannot be specified when updating WarmThroughput",
        kInvalid));
  }
  for (const auto& [member, text] : kExclusive) {
    if (changes > 1 && is_stated(body, member)) {
      throw_validation(fmt::format("{}{}", kInvalid, text));
    }
  }
  const auto allowed = body.find("BillingMode") ? 2 : 1;
  if (is_stated(body, "OnDemandThroughput") && changes > allowed) {
    throw_validation(fmt::format(
        "{}OnDemandThroughput can only be combined with BillingMode in an UpdateTable request",
        kInvalid));
  }
}

void check_combination(const Object& body) {
  const bool throughput =
      body.find("ProvisionedThroughput").has_value() || body.find("BillingMode").has_value();
  const bool stream = body.find("StreamSpecification").has_value();
  if (stream && throughput) {
    throw_validation(
        fmt::format("{}You cannot modify stream status while updating table IOPS", kInvalid));
  }
  if (!changes_indexes_online(body)) return;
  if (throughput || stream) {
    throw_validation(fmt::format("{}You cannot create or delete index while {}", kInvalid,
                                 stream ? "changing stream status" : "updating table IOPS"));
  }
}

void change_stream(const StreamRequest& request, core::TableDefinition& table) {
  const bool enabled = table.stream && table.stream->enabled;
  if (request.enabled && enabled) {
    throw_validation(
        fmt::format("Table already has an enabled stream: TableName: {}", table.name.get()));
  }
  if (!request.enabled && !enabled) {
    throw_validation(
        fmt::format("Table has no stream to disable: TableName: {}", table.name.get()));
  }
  if (request.enabled) {
    table.stream = core::StreamSettings{true, request.view_type, {}};
  } else {
    table.stream->enabled = false;
  }
}

void change_encryption(const Object& body, core::TableDefinition& table) {
  const auto encryption = read_encryption(body, table.scope);
  if (!encryption) return;
  if (encryption->empty() && table.sse_json.empty()) {
    throw_validation(fmt::format("{}Table is already encrypted by default", kInvalid));
  }
  const bool names_key = body.find("SSESpecification")->object().find("KMSMasterKeyId").has_value();
  const bool same_key = names_key ? *encryption == table.sse_json : !table.sse_json.empty();
  if (!encryption->empty() && same_key) {
    throw_validation(fmt::format(
        "{}Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if "
        "you want to change Master Key",
        kInvalid));
  }
  table.sse_json = *encryption;
}

}  // namespace

void check_update(const Object& body) {
  check_supported(body);
  check_anything_changes(body);
  check_index_updates(body);
  check_only_change(body);
  check_combination(body);
  const auto mode = body.find("BillingMode");
  if (mode && mode->string() == "PROVISIONED" && !body.find("ProvisionedThroughput")) {
    throw_validation(fmt::format(
        "{}ProvisionedThroughput must be specified when BillingMode is PROVISIONED", kInvalid));
  }
  if (mode && mode->string() != "PROVISIONED" && body.find("ProvisionedThroughput")) {
    throw_validation(
        fmt::format("{}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when "
                    "BillingMode is PAY_PER_REQUEST",
                    kInvalid));
  }
  read_provisioned(body);
  read_stream_request(body, kTableUpdateTexts);
  read_table_class(body);
}

TableChange change_table(const core::TableDefinition& table, const Object& body,
                         core::WallTime now) {
  TableChange change{table, {}, read_stream_request(body, kTableUpdateTexts)};
  core::TableDefinition& changed = change.definition;
  change_table_throughput(body, changed, now);
  change.indexes = change_indexes(body, changed, now);
  if (change.stream) change_stream(*change.stream, changed);
  change_encryption(body, changed);
  if (const auto table_class = read_table_class(body)) changed.table_class = *table_class;
  if (const auto protection = body.find("DeletionProtectionEnabled")) {
    changed.deletion_protection = protection->boolean();
  }
  return change;
}

}  // namespace server::operations
