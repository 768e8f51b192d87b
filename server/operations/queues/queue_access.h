#pragma once

#include "core/json/value.h"
#include "server/operations/operation.h"
#include "server/operations/queues/queues.h"
#include "server/operations/queues/receipt_handle.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// How the operations of SQS find queues, and how they are called.
namespace server::operations {

// The queue that `QueueUrl` names by its last two segments, ACCOUNT/NAME. Throws
// QueueDoesNotExist, or InvalidAddress for what is no queue's URL.
Queue& require_queue(const Request& request, Services& services);

[[noreturn]] void throw_no_such_queue();
core::ApiError no_such_queue();

// By the address by which the client came: "http://localhost:8000/000000000000/orders".
std::string queue_url(const Request& request, const Queue& queue);

// {"QueueUrl":"…"}
std::string queue_url_answer(const Request& request, const Queue& queue);

// The member's text, or none. A view into the body.
std::string_view text_of(const core::json::Object& body, std::string_view member);
std::optional<std::int64_t> whole_of(const core::json::Object& body, std::string_view member);

// The receipt handle as a text that a client gave for that queue. Throws ReceiptHandleIsInvalid for
// one that nobody gave out, or for another queue.
ReceiptHandle require_handle(std::string_view text, const Queue& queue);

// "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: …"
core::ApiError invalid_value(std::string_view parameter, std::string_view value,
                             std::string_view reason);
// An InvalidParameterValue with this message.
[[noreturn]] void throw_invalid_parameter(std::string message);

core::ApiError internal_failure();

}  // namespace server::operations
