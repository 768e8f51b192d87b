#pragma once

#include "server/operations/operation.h"

#include <string>

// Operations on what is attached to a table: kept, shown with AWS's transitions, and without any
// effect. And those on what Rivulet hasn't got at all, which are refused by their names.
namespace server::operations {

std::string put_resource_policy(const Request& request, Services& services);
std::string get_resource_policy(const Request& request, Services& services);
std::string delete_resource_policy(const Request& request, Services& services);

std::string describe_contributor_insights(const Request& request, Services& services);
std::string update_contributor_insights(const Request& request, Services& services);
std::string list_contributor_insights(const Request& request, Services& services);

std::string describe_kinesis_streaming_destination(const Request& request, Services& services);
std::string enable_kinesis_streaming_destination(const Request& request, Services& services);
std::string disable_kinesis_streaming_destination(const Request& request, Services& services);
std::string update_kinesis_streaming_destination(const Request& request, Services& services);

std::string create_global_table(const Request& request, Services& services);
std::string update_global_table(const Request& request, Services& services);
std::string describe_global_table(const Request& request, Services& services);
std::string list_global_tables(const Request& request, Services& services);
std::string describe_global_table_settings(const Request& request, Services& services);
std::string update_global_table_settings(const Request& request, Services& services);
std::string describe_table_replica_auto_scaling(const Request& request, Services& services);
std::string update_table_replica_auto_scaling(const Request& request, Services& services);
std::string search_vectors(const Request& request, Services& services);

}  // namespace server::operations
