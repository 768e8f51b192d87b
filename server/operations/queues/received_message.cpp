#include "server/operations/queues/received_message.h"

#include "server/operations/queues/receipt_handle.h"

#include <algorithm>
#include <array>

namespace server::operations {
namespace {

constexpr std::array<std::string_view, 10> kSystemAttributes = {
    "All",
    "ApproximateFirstReceiveTimestamp",
    "ApproximateReceiveCount",
    "AWSTraceHeader",
    "DeadLetterQueueSourceArn",
    "MessageDeduplicationId",
    "MessageGroupId",
    "SenderId",
    "SentTimestamp",
    "SequenceNumber",
};

void write_system_attributes(core::json::Writer& writer, const ReceivedMessage& message,
                             const std::set<std::string, std::less<>>& wanted) {
  SystemAttributes shown = system_attributes_of(message);
  if (!wanted.contains("All")) {
    std::erase_if(shown, [&](const auto& each) { return !wanted.contains(each.first); });
  }
  if (shown.empty()) return;
  writer.key("Attributes").begin_object();
  for (const auto& [name, value] : shown) writer.member(name, std::string_view(value));
  writer.end_object();
}

void write_message_attributes(core::json::Writer& writer, const ReceivedMessage& message,
                              const AttributeChoice& wanted) {
  if (wanted.is_empty() || message.content.attributes.empty()) return;
  const auto attributes = chosen(attributes_from_json(message.content.attributes), wanted);
  if (attributes.empty()) return;
  writer.member("MD5OfMessageAttributes", std::string_view(md5_of(attributes)));
  writer.key("MessageAttributes");
  write(writer, attributes);
}

}  // namespace

bool is_system_attribute(std::string_view name) {
  return std::find(kSystemAttributes.begin(), kSystemAttributes.end(), name) !=
         kSystemAttributes.end();
}

SystemAttributes system_attributes_of(const ReceivedMessage& message) {
  SystemAttributes attributes = {
      {"SenderId",                         message.content.sender_id                      },
      {"ApproximateFirstReceiveTimestamp", std::to_string(message.state.first_received_at)},
      {"ApproximateReceiveCount",          std::to_string(message.state.receive_count)    },
      {"SentTimestamp",                    std::to_string(message.state.sent_at)          },
  };
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) attributes.emplace_back(name, value);
  };
  add("AWSTraceHeader", message.content.trace_header);
  add("DeadLetterQueueSourceArn", message.state.source_arn);
  add("MessageGroupId", message.content.group_id);
  return attributes;
}

std::string receipt_handle_of(const ReceivedMessage& message, std::int64_t queue) {
  return to_text(ReceiptHandle{queue, message.state.id, message.state.receive_count});
}

void write(core::json::Writer& writer, const ReceivedMessage& message, std::int64_t queue,
           const WantedMembers& wanted) {
  writer.begin_object();
  writer.member("MessageId", std::string_view(message.content.message_id));
  writer.member("ReceiptHandle", std::string_view(receipt_handle_of(message, queue)));
  writer.member("MD5OfBody", std::string_view(md5_text(message.content.body)));
  writer.member("Body", std::string_view(message.content.body));
  write_system_attributes(writer, message, wanted.system_attributes);
  write_message_attributes(writer, message, wanted.message_attributes);
  writer.end_object();
}

}  // namespace server::operations
