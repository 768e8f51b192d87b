#include "server/operations/queues/batch.h"
#include "server/operations/queues/queue_access.h"
#include "server/operations/queues/queue_operations.h"

#include <memory>

// A message goes by any of its handles, and it's no fault when it is gone (API reference,
// DeleteMessage).
namespace server::operations {

void delete_message(const Request& request, Services& services, Reply reply) {
  Queue& queue = require_queue(request, services);
  const auto handle = require_handle(text_of(request.body, "ReceiptHandle"), queue);
  services.queues.messages.erase(queue, {handle.message},
                                 [reply = std::move(reply)](bool committed) {
                                   if (committed) return reply("{}");
                                   reply(internal_failure());
                                 });
}

void delete_message_batch(const Request& request, Services& services, Reply reply) {
  Queue& queue = require_queue(request, services);
  const auto answer = std::make_shared<BatchAnswer>();
  std::vector<std::int64_t> messages;
  for (const BatchEntry& entry :
       read_batch(request, "DeleteMessageBatchRequestEntry", "ReceiptHandle")) {
    try {
      messages.push_back(require_handle(text_of(entry.input, "ReceiptHandle"), queue).message);
      answer->succeeded(entry.id);
    } catch (const core::ApiError& error) {
      answer->failed(entry.id, error);
    }
  }
  services.queues.messages.erase(queue, std::move(messages),
                                 [reply = std::move(reply), answer](bool committed) {
                                   if (committed) return reply(answer->take());
                                   reply(internal_failure());
                                 });
}

}  // namespace server::operations
