#pragma once

#include "server/operations/operation.h"

#include <string>

// The operations on exports into this server's buckets, and on imports from them.
namespace server::operations {

std::string export_table_to_point_in_time(const Request& request, Services& services);
std::string describe_export(const Request& request, Services& services);
std::string list_exports(const Request& request, Services& services);

std::string import_table(const Request& request, Services& services);
std::string describe_import(const Request& request, Services& services);
std::string list_imports(const Request& request, Services& services);

}  // namespace server::operations
