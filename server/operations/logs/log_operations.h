#pragma once

#include "server/operations/operation.h"

// CloudWatch Logs: enough of it to read what handlers print, and to write beside them.
namespace server::operations {

// log_groups.cpp
std::string create_log_group(const Request& request, Services& services);
std::string delete_log_group(const Request& request, Services& services);
std::string describe_log_groups(const Request& request, Services& services);
std::string list_log_groups(const Request& request, Services& services);
std::string put_retention_policy(const Request& request, Services& services);
std::string delete_retention_policy(const Request& request, Services& services);

// log_streams.cpp
std::string create_log_stream(const Request& request, Services& services);
std::string delete_log_stream(const Request& request, Services& services);
std::string describe_log_streams(const Request& request, Services& services);

// put_log_events.cpp, get_log_events.cpp, filter_log_events.cpp
void put_log_events(const Request& request, Services& services, Reply reply);
std::string get_log_events(const Request& request, Services& services);
void filter_log_events(const Request& request, Services& services, Reply reply);

// log_tags.cpp
std::string tag_log_group(const Request& request, Services& services);
std::string untag_log_group(const Request& request, Services& services);
std::string list_tags_log_group(const Request& request, Services& services);
std::string tag_log_resource(const Request& request, Services& services);
std::string untag_log_resource(const Request& request, Services& services);
std::string list_tags_for_log_resource(const Request& request, Services& services);

}  // namespace server::operations
