#pragma once

#include "server/operations/operation.h"

namespace server::operations {

void execute_statement(const Request& request, Services& services, Reply reply);
void batch_execute_statement(const Request& request, Services& services, Reply reply);
void execute_transaction(const Request& request, Services& services, Reply reply);

}  // namespace server::operations
