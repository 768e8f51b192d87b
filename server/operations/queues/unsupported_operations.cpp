#include "core/api_error.h"
#include "server/operations/queues/queue_operations.h"

#include <fmt/format.h>

namespace server::operations {
namespace {

[[noreturn]] void refuse(std::string_view operation) {
  throw core::ApiError(core::ErrorCode::unsupported_operation,
                       fmt::format("Rivulet doesn't support {}.", operation));
}

}  // namespace

std::string add_permission(const Request&, Services&) {
  refuse("AddPermission");
}

std::string remove_permission(const Request&, Services&) {
  refuse("RemovePermission");
}

std::string start_message_move_task(const Request&, Services&) {
  refuse("StartMessageMoveTask");
}

std::string cancel_message_move_task(const Request&, Services&) {
  refuse("CancelMessageMoveTask");
}

std::string list_message_move_tasks(const Request&, Services&) {
  refuse("ListMessageMoveTasks");
}

}  // namespace server::operations
