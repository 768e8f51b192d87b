#pragma once

#include "server/operations/operation.h"

#include <memory>

// DynamoDB's operations on single items. Each stands in a file of its own name.
namespace server::operations {

std::string get_item(const Request& request, Services& services);
void put_item(const Request& request, Services& services, Reply reply);
void update_item(const Request& request, Services& services, Reply reply);
void delete_item(const Request& request, Services& services, Reply reply);

std::shared_ptr<void> read_put_item(const core::json::Object& body);
std::shared_ptr<void> read_update_item(const core::json::Object& body);

}  // namespace server::operations
