#pragma once

#include "server/operations/operation.h"

#include <string>

// The operations on tables. They are rare and answered on the spot: each ends the turn that is
// being gathered and writes in a transaction of its own (storage::Writer::transact).
namespace server::operations {

std::string create_table(const Request& request, Services& services);
std::string describe_table(const Request& request, Services& services);
std::string list_tables(const Request& request, Services& services);
std::string update_table(const Request& request, Services& services);
std::string delete_table(const Request& request, Services& services);

std::string update_time_to_live(const Request& request, Services& services);
std::string describe_time_to_live(const Request& request, Services& services);

std::string tag_resource(const Request& request, Services& services);
std::string untag_resource(const Request& request, Services& services);
std::string list_tags_of_resource(const Request& request, Services& services);

std::string describe_limits(const Request& request, Services& services);
std::string describe_endpoints(const Request& request, Services& services);

}  // namespace server::operations
