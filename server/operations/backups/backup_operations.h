#pragma once

#include "server/operations/operation.h"

#include <string>

// The operations on backups and on the past of tables. What is small is complete when it is
// answered; the rest is copied in the background (storage/copies.h).
namespace server::operations {

std::string update_continuous_backups(const Request& request, Services& services);
std::string describe_continuous_backups(const Request& request, Services& services);

std::string create_backup(const Request& request, Services& services);
std::string describe_backup(const Request& request, Services& services);
std::string delete_backup(const Request& request, Services& services);
std::string list_backups(const Request& request, Services& services);

std::string restore_table_from_backup(const Request& request, Services& services);
std::string restore_table_to_point_in_time(const Request& request, Services& services);

}  // namespace server::operations
