#pragma once

#include "server/operations/operation.h"

// DynamoDB's batches: many reads or writes that have nothing to do with one another. Each operation
// stands in a file of its own name.
namespace server::operations {

std::string batch_get_item(const Request& request, Services& services);
void batch_write_item(const Request& request, Services& services, Reply reply);

}  // namespace server::operations
