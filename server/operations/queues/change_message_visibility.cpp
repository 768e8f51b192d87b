#include "core/limits.h"
#include "server/operations/queues/batch.h"
#include "server/operations/queues/queue_access.h"
#include "server/operations/queues/queue_operations.h"

#include <fmt/format.h>

#include <memory>

namespace server::operations {
namespace {

namespace limits = core::limits;

// A change, and what an error would quote of it.
struct Asked {
  std::string id;  // of a batch's entry
  std::string handle;
  VisibilityChange change;
};

Asked read_change(const core::json::Object& input, const Queue& queue) {
  const std::int64_t seconds = whole_of(input, "VisibilityTimeout").value_or(0);
  if (seconds < 0 || seconds > limits::kMaxVisibilityTimeout.count()) {
    throw invalid_value("VisibilityTimeout", std::to_string(seconds),
                        "VisibilityTimeout must be an integer between 0 and 43200.");
  }
  const std::string_view handle = text_of(input, "ReceiptHandle");
  return {
      {                             },
      std::string(handle),
      { require_handle(handle, queue).message, std::chrono::seconds(seconds)}
  };
}

std::optional<core::ApiError> fault_of(VisibilityOutcome outcome, const Asked& asked) {
  switch (outcome) {
    case VisibilityOutcome::changed: return std::nullopt;
    case VisibilityOutcome::no_such_message:
      return invalid_value(
          "ReceiptHandle", asked.handle,
          "Message does not exist or is not available for visibility timeout change.");
    case VisibilityOutcome::beyond_limit:
      return invalid_value(
          "VisibilityTimeout",
          std::to_string(
              std::chrono::duration_cast<std::chrono::seconds>(asked.change.timeout).count()),
          fmt::format("Total VisibilityTimeout for the message is beyond the limit [{} seconds]",
                      limits::kMaxVisibilityTimeout.count()));
  }
  __builtin_unreachable();
}

std::vector<VisibilityChange> changes_of(const std::vector<Asked>& asked) {
  std::vector<VisibilityChange> changes;
  changes.reserve(asked.size());
  for (const Asked& each : asked) changes.push_back(each.change);
  return changes;
}

struct VisibilityBatch {
  std::vector<Asked> asked;
  BatchAnswer answer;
};

std::string finish(VisibilityBatch& batch, const std::vector<VisibilityOutcome>& outcomes) {
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (const auto fault = fault_of(outcomes[i], batch.asked[i])) {
      batch.answer.failed(batch.asked[i].id, *fault);
    } else {
      batch.answer.succeeded(batch.asked[i].id);
    }
  }
  return batch.answer.take();
}

}  // namespace

void change_message_visibility(const Request& request, Services& services, Reply reply) {
  Queue& queue = require_queue(request, services);
  const Asked asked = read_change(request.body, queue);
  services.queues.messages.change_visibility(
      queue, {asked.change},
      [reply = std::move(reply),
       asked](const std::optional<std::vector<VisibilityOutcome>>& outcomes) {
        if (!outcomes) return reply(internal_failure());
        if (const auto fault = fault_of(outcomes->front(), asked)) return reply(*fault);
        reply("{}");
      });
}

void change_message_visibility_batch(const Request& request, Services& services, Reply reply) {
  Queue& queue = require_queue(request, services);
  const auto batch = std::make_shared<VisibilityBatch>();
  for (const BatchEntry& entry :
       read_batch(request, "ChangeMessageVisibilityBatchRequestEntry", "ReceiptHandle")) {
    try {
      Asked asked = read_change(entry.input, queue);
      asked.id = entry.id;
      batch->asked.push_back(std::move(asked));
    } catch (const core::ApiError& error) {
      batch->answer.failed(entry.id, error);
    }
  }
  services.queues.messages.change_visibility(
      queue, changes_of(batch->asked),
      [reply = std::move(reply),
       batch](const std::optional<std::vector<VisibilityOutcome>>& outcomes) {
        if (!outcomes) return reply(internal_failure());
        reply(finish(*batch, *outcomes));
      });
}

}  // namespace server::operations
