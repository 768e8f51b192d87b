#include "server/operations/queues/message_input.h"

#include "core/limits.h"
#include "core/uuid.h"
#include "server/operations/queues/message_attributes.h"
#include "server/operations/queues/queue_access.h"
#include "server/protocol/user_id.h"

#include <fmt/format.h>

#include <algorithm>

namespace server::operations {
namespace {

namespace json = core::json;
namespace limits = core::limits;

constexpr std::size_t kMaxGroupIdLength = 128;

// Letters, digits and punctuation: all that is printed but the blank.
void check_group_id(std::string_view parameter, std::string_view id) {
  const bool printed =
      std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c < 0x7F; });
  if (!id.empty() && id.size() <= kMaxGroupIdLength && printed) return;
  throw invalid_value(parameter, id,
                      fmt::format("{} can only include alphanumeric and punctuation characters. 1 "
                                  "to 128 in length.",
                                  parameter));
}

void check_fifo_members(const json::Object& input) {
  if (const auto group = input.find("MessageGroupId")) {
    check_group_id("MessageGroupId", group->string());
  }
  if (const auto id = input.find("MessageDeduplicationId")) {
    check_group_id("MessageDeduplicationId", id->string());
    throw invalid_value("MessageDeduplicationId", id->string(),
                        "The request includes a parameter that is not valid for this queue type.");
  }
}

core::Duration read_delay(const json::Object& input, const QueueSettings& settings) {
  const auto given = whole_of(input, "DelaySeconds");
  if (!given) return settings.delay;
  if (*given < 0 || *given > limits::kMaxMessageDelay.count()) {
    throw invalid_value("DelaySeconds", std::to_string(*given),
                        "DelaySeconds must be >= 0 and <= 900.");
  }
  return std::chrono::seconds(*given);
}

void read_attributes(const json::Object& given, const QueueSettings& settings,
                     MessageInput& input) {
  const MessageAttributes attributes = read_message_attributes(given);
  input.size_bytes += size_bytes(attributes);
  if (attributes.empty() || input.size_bytes > settings.max_message_bytes) return;
  input.attributes_md5 = md5_of(attributes);
  input.message.attributes = to_json(attributes);
}

// These don't count in the message's size.
void read_trace_header(const json::Object& given, MessageInput& input) {
  const MessageAttributes attributes = read_system_attributes(given);
  if (attributes.empty()) return;
  input.system_attributes_md5 = md5_of(attributes);
  input.message.trace_header = attributes.front().value;
}

}  // namespace

MessageInput read_message(const json::Object& given, const QueueSettings& settings,
                          const core::AccountId& sender) {
  MessageInput input;
  const std::string_view body = text_of(given, "MessageBody");
  if (body.empty()) {
    throw core::ApiError(core::ErrorCode::missing_required_parameter,
                         "The request must contain the parameter MessageBody.");
  }
  if (!has_valid_characters(body)) {
    throw core::ApiError(core::ErrorCode::invalid_message_contents,
                         std::string(kInvalidCharacters));
  }
  check_fifo_members(given);
  input.message.delay = read_delay(given, settings);
  input.size_bytes = body.size();
  if (const auto found = given.find("MessageAttributes")) {
    read_attributes(found->object(), settings, input);
  }
  if (const auto found = given.find("MessageSystemAttributes")) {
    read_trace_header(found->object(), input);
  }
  if (input.size_bytes > settings.max_message_bytes) return input;
  input.message.message_id = core::random_uuid();
  input.message.body = body;
  input.message.sender_id = protocol::user_id(sender);
  input.message.group_id = text_of(given, "MessageGroupId");
  input.body_md5 = md5_text(body);
  return input;
}

void write_receipt(json::Writer& writer, const MessageInput& input) {
  writer.member("MessageId", std::string_view(input.message.message_id));
  writer.member("MD5OfMessageBody", std::string_view(input.body_md5));
  const auto digest = [&](std::string_view name, const std::string& md5) {
    if (!md5.empty()) writer.member(name, std::string_view(md5));
  };
  digest("MD5OfMessageAttributes", input.attributes_md5);
  digest("MD5OfMessageSystemAttributes", input.system_attributes_md5);
}

}  // namespace server::operations
