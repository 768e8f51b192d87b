#include "core/api_error.h"
#include "server/operations/attachments/attachment_operations.h"

#include <fmt/format.h>

// What Rivulet hasn't got: global tables of either version, scaling of replicas, and vectors.
namespace server::operations {
namespace {

[[noreturn]] void throw_unsupported(std::string_view operation, std::string_view what) {
  core::throw_validation(fmt::format("{} is not supported: Rivulet has no {}", operation, what));
}

// AWS refuses them itself (recorded answers of 2026).
[[noreturn]] void throw_legacy_version() {
  core::throw_validation(
      "One or more parameter values were invalid: DynamoDB global tables version 2017.11.29 is not "
      "supported. We recommend using DynamoDB global tables version 2019.11.21, instead of version "
      "2017.11.29 (Legacy).");
}

}  // namespace

std::string create_global_table(const Request&, Services&) {
  throw_legacy_version();
}

std::string update_global_table(const Request&, Services&) {
  throw_legacy_version();
}

std::string describe_global_table(const Request&, Services&) {
  throw_unsupported("DescribeGlobalTable", "global tables");
}

std::string list_global_tables(const Request&, Services&) {
  throw_unsupported("ListGlobalTables", "global tables");
}

std::string describe_global_table_settings(const Request&, Services&) {
  throw_unsupported("DescribeGlobalTableSettings", "global tables");
}

std::string update_global_table_settings(const Request&, Services&) {
  throw_unsupported("UpdateGlobalTableSettings", "global tables");
}

std::string describe_table_replica_auto_scaling(const Request&, Services&) {
  throw_unsupported("DescribeTableReplicaAutoScaling", "replicas");
}

std::string update_table_replica_auto_scaling(const Request&, Services&) {
  throw_unsupported("UpdateTableReplicaAutoScaling", "replicas");
}

std::string search_vectors(const Request&, Services&) {
  throw_unsupported("SearchVectors", "vector indexes");
}

}  // namespace server::operations
