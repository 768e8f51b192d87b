#pragma once

#include "server/operations/operation.h"

// DynamoDB's operations on single items. Each stands in a file of its own name.
namespace server::operations {

std::string get_item(const Request& request, Services& services);
void put_item(const Request& request, Services& services, Reply reply);
void update_item(const Request& request, Services& services, Reply reply);
void delete_item(const Request& request, Services& services, Reply reply);

}  // namespace server::operations
