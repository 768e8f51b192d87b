#pragma once

#include "server/operations/operation.h"

#include <memory>

// DynamoDB's batches: many reads or writes that have nothing to do with one another. Each operation
// stands in a file of its own name.
namespace server::operations {

std::string batch_get_item(const Request& request, Services& services);
void batch_write_item(const Request& request, Services& services, Reply reply);
std::shared_ptr<void> read_batch_write_item(const core::json::Object& body);

}  // namespace server::operations
