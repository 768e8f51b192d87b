#include "server/sns/notification.h"

#include "core/arn.h"
#include "core/json/writer.h"
#include "core/time_text.h"
#include "core/uuid.h"

#include <fmt/format.h>

namespace server::sns {
namespace {

using core::json::Writer;

constexpr std::string_view kSignatureVersion = "1";
constexpr std::string_view kSignature =
    "UnNpdnVsZXQgc2lnbnMgbm90aGluZw==";  // "Rivulet signs nothing"

std::string timestamp(const Notification& notification) {
  return core::iso_milliseconds(notification.published_at) + "Z";
}

std::string endpoint(const Notification& notification) {
  return fmt::format("https://sns.{}.{}/", notification.region.get(),
                     core::dns_suffix_of(notification.region));
}

std::string certificate_url(const Notification& notification) {
  return endpoint(notification) + "SimpleNotificationService-00000000000000000000000000000000.pem";
}

std::string unsubscribe_url(const Notification& notification, const Subscription& subscription) {
  return endpoint(notification) + "?Action=Unsubscribe&SubscriptionArn=" + arn_of(subscription);
}

void write_attribute(Writer& writer, const operations::MessageAttribute& attribute) {
  writer.begin_object().member("Type", std::string_view(attribute.type)).key("Value");
  attribute.is_binary() ? writer.base64(attribute.value) : writer.string(attribute.value);
  writer.end_object();
}

std::string json_text(std::string_view text) {
  Writer writer;
  writer.string(text);
  return writer.take();
}

// Lines within lines, where the writer has none.
std::string attribute_lines(const operations::MessageAttributes& attributes) {
  std::string lines;
  for (const auto& attribute : attributes) {
    Writer value;
    write_attribute(value, attribute);
    lines += fmt::format("{}    {} : {}", lines.empty() ? "" : ",\n", json_text(attribute.name),
                         value.take());
  }
  return "{\n" + lines + "\n  }";
}

}  // namespace

const std::string& Notification::message_for(const std::string& protocol) const {
  const auto own = messages.find(protocol);
  return own == messages.end() ? messages.at("default") : own->second;
}

void address(Notification& notification, const Topic& topic, const core::Clock& clock) {
  notification.message_id = core::random_uuid();
  notification.topic_arn = arn_of(topic);
  notification.region = topic.scope.region;
  notification.published_at = clock.now();
}

std::string envelope(const Notification& notification, const Subscription& subscription) {
  std::string lines;
  const auto add = [&](std::string_view name, std::string_view json) {
    lines += fmt::format("{}  \"{}\" : {}", lines.empty() ? "" : ",\n", name, json);
  };
  add("Type", json_text("Notification"));
  add("MessageId", json_text(notification.message_id));
  add("TopicArn", json_text(notification.topic_arn));
  if (!notification.subject.empty()) add("Subject", json_text(notification.subject));
  add("Message", json_text(notification.message_for(subscription.protocol)));
  add("Timestamp", json_text(timestamp(notification)));
  add("SignatureVersion", json_text(kSignatureVersion));
  add("Signature", json_text(kSignature));
  add("SigningCertURL", json_text(certificate_url(notification)));
  add("UnsubscribeURL", json_text(unsubscribe_url(notification, subscription)));
  if (!notification.attributes.empty()) {
    add("MessageAttributes", attribute_lines(notification.attributes));
  }
  return "{\n" + lines + "\n}";
}

std::string lambda_event(const Notification& notification, const Subscription& subscription) {
  Writer writer;
  writer.begin_object().key("Records").begin_array().begin_object();
  writer.member("EventSource", "aws:sns").member("EventVersion", "1.0");
  writer.member("EventSubscriptionArn", std::string_view(arn_of(subscription)));
  writer.key("Sns").begin_object().member("Type", "Notification");
  writer.member("MessageId", std::string_view(notification.message_id));
  writer.member("TopicArn", std::string_view(notification.topic_arn)).key("Subject");
  notification.subject.empty() ? writer.null() : writer.string(notification.subject);
  writer.member("Message", std::string_view(notification.message_for(subscription.protocol)));
  writer.member("Timestamp", std::string_view(timestamp(notification)));
  writer.member("SignatureVersion", kSignatureVersion).member("Signature", kSignature);
  writer.member("SigningCertUrl", std::string_view(certificate_url(notification)));
  writer.member("UnsubscribeUrl", std::string_view(unsubscribe_url(notification, subscription)));
  writer.key("MessageAttributes").begin_object();
  for (const auto& attribute : notification.attributes) {
    writer.key(attribute.name);
    write_attribute(writer, attribute);
  }
  writer.end_object().end_object().end_object().end_array().end_object();
  return writer.take();
}

}  // namespace server::sns
