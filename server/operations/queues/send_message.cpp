#include "core/limits.h"
#include "server/operations/queues/batch.h"
#include "server/operations/queues/message_input.h"
#include "server/operations/queues/queue_access.h"
#include "server/operations/queues/queue_operations.h"

#include <fmt/format.h>

#include <memory>

namespace server::operations {
namespace {

namespace json = core::json;
namespace limits = core::limits;

// AWS words it in two ways: for a message of its own, and for one among a batch.
void check_size(const MessageInput& input, const QueueSettings& settings, std::string_view what) {
  if (input.size_bytes <= settings.max_message_bytes) return;
  throw_invalid_parameter(
      fmt::format("One or more parameters {}. Reason: Message must be shorter than {} bytes.", what,
                  settings.max_message_bytes));
}

std::string send_answer(const MessageInput& input) {
  json::Writer writer;
  writer.begin_object();
  write_receipt(writer, input);
  return writer.end_object().take();
}

// What of a batch is sent when it is known what fails.
struct SendBatch {
  std::vector<std::string> ids;
  std::vector<MessageInput> inputs;
  BatchAnswer answer;
  std::size_t size_bytes = 0;
};

void read_entry(const BatchEntry& entry, const Queue& queue, const Request& request,
                SendBatch& batch) {
  try {
    MessageInput input = read_message(entry.input, queue.settings, request.scope.account);
    batch.size_bytes += input.size_bytes;
    check_size(input, queue.settings, "cannot be validated");
    batch.ids.push_back(entry.id);
    batch.inputs.push_back(std::move(input));
  } catch (const core::ApiError& error) {
    batch.answer.failed(entry.id, error);
  }
}

std::string finish(SendBatch& batch) {
  for (std::size_t i = 0; i < batch.ids.size(); ++i) {
    batch.answer.succeeded(batch.ids[i],
                           [&](json::Writer& writer) { write_receipt(writer, batch.inputs[i]); });
  }
  return batch.answer.take();
}

// Leaves the digests and the id, which the answer wants.
std::vector<OutgoingMessage> take_messages(std::vector<MessageInput>& inputs) {
  std::vector<OutgoingMessage> messages;
  for (MessageInput& input : inputs) {
    std::string id = input.message.message_id;
    messages.push_back(std::move(input.message));
    input.message.message_id = std::move(id);
  }
  return messages;
}

}  // namespace

void send_message(const Request& request, Services& services, Reply reply) {
  Queue& queue = require_queue(request, services);
  MessageInput input = read_message(request.body, queue.settings, request.scope.account);
  check_size(input, queue.settings, "are invalid");
  std::string answer = send_answer(input);
  std::vector<OutgoingMessage> messages;
  messages.push_back(std::move(input.message));
  services.queues.messages.send(
      queue, std::move(messages),
      [reply = std::move(reply), answer = std::move(answer)](bool committed) mutable {
        if (committed) return reply(std::move(answer));
        reply(internal_failure());
      });
}

void send_message_batch(const Request& request, Services& services, Reply reply) {
  Queue& queue = require_queue(request, services);
  const auto batch = std::make_shared<SendBatch>();
  for (const BatchEntry& entry :
       read_batch(request, "SendMessageBatchRequestEntry", "MessageBody")) {
    read_entry(entry, queue, request, *batch);
  }
  if (batch->size_bytes > limits::kMaxMessageBytes) {
    throw core::ApiError(
        core::ErrorCode::batch_request_too_long,
        fmt::format("Batch requests cannot be longer than {} bytes. You have sent {} bytes.",
                    limits::kMaxMessageBytes, batch->size_bytes));
  }
  services.queues.messages.send(queue, take_messages(batch->inputs),
                                [reply = std::move(reply), batch](bool committed) {
                                  if (committed) return reply(finish(*batch));
                                  reply(internal_failure());
                                });
}

}  // namespace server::operations
