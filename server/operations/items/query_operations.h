#pragma once

#include "server/operations/operation.h"

// DynamoDB's reads of many items in order. Each stands in a file of its own name.
namespace server::operations {

std::string query(const Request& request, Services& services);
std::string scan(const Request& request, Services& services);

}  // namespace server::operations
