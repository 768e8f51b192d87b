#pragma once

#include "server/operations/operation.h"

#include <memory>

namespace server::operations {

void execute_statement(const Request& request, Services& services, Reply reply);
void batch_execute_statement(const Request& request, Services& services, Reply reply);
void execute_transaction(const Request& request, Services& services, Reply reply);

std::shared_ptr<void> read_execute_statement(const core::json::Object& body);
std::shared_ptr<void> read_batch_execute_statement(const core::json::Object& body);
std::shared_ptr<void> read_execute_transaction(const core::json::Object& body);

}  // namespace server::operations
