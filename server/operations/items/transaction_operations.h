#pragma once

#include "server/operations/operation.h"

// DynamoDB's transactions. Each operation stands in a file of its own name.
namespace server::operations {

std::string transact_get_items(const Request& request, Services& services);
void transact_write_items(const Request& request, Services& services, Reply reply);

}  // namespace server::operations
