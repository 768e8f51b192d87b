#include "core/ascii.h"
#include "core/limits.h"
#include "server/operations/queues/queue_access.h"
#include "server/operations/queues/queue_attribute_checks.h"
#include "server/operations/queues/queue_operations.h"
#include "server/operations/queues/queue_tags.h"

#include <fmt/format.h>

#include <algorithm>

namespace server::operations {
namespace {

using core::ApiError;
using core::ErrorCode;
namespace limits = core::limits;

constexpr std::string_view kFifoSuffix = ".fifo";

bool is_queue_name(std::string_view name) {
  return !name.empty() && name.size() <= limits::kMaxQueueNameLength &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return core::is_letter(c) || core::is_digit(c) || c == '-' || c == '_';
         });
}

bool wants_fifo(const core::json::Object& body) {
  const auto attributes = body.find("Attributes");
  return attributes && text_of(attributes->object(), "FifoQueue") == "true";
}

[[noreturn]] void refuse_fifo(std::string_view name) {
  const bool good = name.ends_with(kFifoSuffix) && name.size() <= limits::kMaxQueueNameLength &&
                    is_queue_name(name.substr(0, name.size() - kFifoSuffix.size()));
  if (!good) {
    throw_invalid_parameter(
        "The name of a FIFO queue can only include alphanumeric characters, hyphens, or "
        "underscores, must end with .fifo suffix and be 1 to 80 in length");
  }
  throw ApiError(ErrorCode::unsupported_operation,
                 "Rivulet doesn't support FIFO queues: create a standard queue.");
}

// What was given must be what the queue has; what wasn't doesn't matter.
void check_same(const Queue& queue, const storage::TextMap& given) {
  for (const auto& [name, value] : given) {
    if (attribute_of(queue.stored.attributes, name).value_or("") == value) continue;
    throw ApiError(
        ErrorCode::queue_name_exists,
        fmt::format(
            "A queue already exists with the same name and a different value for attribute {}",
            name));
  }
}

// Only with --delay-transient-statuses: here a deletion is over at once.
void check_rest(const Request& request, Services& services, std::string_view name) {
  if (!services.settings.delay_transient_statuses) return;
  const auto dropped_at = services.queues.registry.dropped_at(request.scope, name);
  if (!dropped_at || services.clock.now() - *dropped_at >= limits::kQueueNameRest) return;
  throw ApiError(ErrorCode::queue_deleted_recently,
                 "You must wait 60 seconds after deleting a queue before you can create another "
                 "with the same name.");
}

}  // namespace

std::string create_queue(const Request& request, Services& services) {
  const std::string_view name = text_of(request.body, "QueueName");
  if (wants_fifo(request.body)) refuse_fifo(name);
  if (!is_queue_name(name)) {
    throw_invalid_parameter(
        "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
  }
  QueueRegistry& queues = services.queues.registry;
  storage::TextMap attributes;
  if (const auto given = request.body.find("Attributes")) {
    attributes = read_queue_attributes(given->object(), queues, request.scope, name);
  }
  const storage::TextMap tags = read_queue_tags(request.body, "tags");
  if (const Queue* queue = queues.find(request.scope, name)) {
    check_same(*queue, attributes);
    return queue_url_answer(request, *queue);
  }
  check_rest(request, services, name);
  const Queue& queue = queues.create(request.scope, name, with_attributes({}, attributes), tags);
  return queue_url_answer(request, queue);
}

std::string get_queue_url(const Request& request, Services& services) {
  const std::string_view owner = text_of(request.body, "QueueOwnerAWSAccountId");
  const Queue* queue =
      services.queues.registry.find(request.scope, text_of(request.body, "QueueName"));
  if (!queue || (!owner.empty() && owner != request.scope.account.get())) throw_no_such_queue();
  return queue_url_answer(request, *queue);
}

}  // namespace server::operations
