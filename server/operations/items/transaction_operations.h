#pragma once

#include "server/operations/operation.h"

#include <memory>

// DynamoDB's transactions. Each operation stands in a file of its own name.
namespace server::operations {

void transact_get_items(const Request& request, Services& services, Reply reply);
void transact_write_items(const Request& request, Services& services, Reply reply);
std::shared_ptr<void> read_transact_write_items(const core::json::Object& body);

}  // namespace server::operations
