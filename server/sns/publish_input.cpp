#include "server/sns/publish_input.h"

#include "core/json/value.h"
#include "core/limits.h"
#include "core/utf8.h"
#include "server/sns/message_attribute_input.h"
#include "server/sns/sns_error.h"

#include <algorithm>

namespace server::sns {
namespace {

std::string_view text(const protocol::QueryForm& form, const std::string& name) {
  return form.find(name).value_or("");
}

// Which texts there are for which protocols.
storage::TextMap messages_of(std::string_view message, std::string_view structure) {
  if (structure.empty())
    return {
        {"default", std::string(message)}
    };
  if (structure != "json") throw invalid_parameter("MessageStructure");
  storage::TextMap messages;
  try {
    const auto document = core::json::Document::parse(std::string(message));
    if (!document.root().is(core::json::Kind::object)) throw core::json::ParseError("no object");
    document.root().object().for_each([&](const core::json::Member& member) {
      if (member.value.is(core::json::Kind::string))
        messages[std::string(member.name)] = member.value.string();
    });
  } catch (const core::json::ParseError&) {
    throw invalid_parameter("Message Structure - JSON message body failed to parse");
  }
  if (messages.contains("default")) return messages;
  throw invalid_parameter("Message Structure - No default entry in JSON message body");
}

// Printable ASCII that doesn't begin with a blank, up to 100 characters (API reference, Publish).
bool is_subject(std::string_view subject) {
  return subject.size() <= core::limits::kMaxSubjectLength && subject.front() != ' ' &&
         std::all_of(subject.begin(), subject.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

SnsError message_too_long() {
  return invalid_parameter("Message too long");
}

// Its size is looked at before anything else, since to do more takes long.
std::string_view read_message(const protocol::QueryForm& form, const std::string& prefix) {
  const std::string_view message = text(form, prefix + "Message");
  if (message.empty()) throw invalid_parameter("Empty message");
  if (message.size() > core::limits::kMaxNotificationBytes) throw message_too_long();
  if (!core::is_utf8(message)) throw invalid_parameter("Message");
  return message;
}

}  // namespace

Notification read_notification(const protocol::QueryForm& form, const std::string& prefix) {
  Notification notification;
  notification.messages =
      messages_of(read_message(form, prefix), text(form, prefix + "MessageStructure"));
  if (const auto subject = form.find(prefix + "Subject")) {
    if (subject->empty() || !is_subject(*subject)) throw invalid_parameter("Subject");
    notification.subject = *subject;
  }
  if (form.has(prefix + "MessageDeduplicationId")) {
    throw invalid_parameter(
        "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that "
        "is not valid for this topic type");
  }
  notification.attributes = read_message_attributes(form, prefix);
  if (size_bytes(notification) <= core::limits::kMaxNotificationBytes) return notification;
  throw message_too_long();
}

std::size_t size_bytes(const Notification& notification) {
  std::size_t size = notification.subject.size() + operations::size_bytes(notification.attributes);
  for (const auto& [protocol, text] : notification.messages) size += text.size();
  return size;
}

}  // namespace server::sns
