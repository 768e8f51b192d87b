#pragma once

#include "lambda-host/mappings/message_source.h"

#include <span>
#include <string>
#include <string_view>

namespace lambda_host {

// {"Records":[…]}: the event that a function gets of a queue's messages.
std::string message_event(std::span<const SourceMessage> messages, const std::string& queue_arn);

// One of its records as filters see it: a body that is a JSON object is one.
std::string message_filter_record(const SourceMessage& message, const std::string& queue_arn);

// About what it takes in the event.
std::size_t message_event_bytes(const SourceMessage& message);

}  // namespace lambda_host
