#include "core/limits.h"
#include "server/sns/publish_input.h"
#include "server/sns/sns_delivery.h"
#include "server/sns/sns_error.h"
#include "server/sns/sns_operations.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>

namespace server::sns {
namespace {

using protocol::XmlWriter;

// By TopicArn, or TargetArn, which may be an endpoint of a phone elsewhere.
const Topic& require_target(const Call& call) {
  if (call.form.has("PhoneNumber")) throw not_supported("PhoneNumber");
  if (!call.text("TopicArn").empty()) return require_topic(call);
  if (call.text("TargetArn").empty()) {
    throw invalid_parameter("TopicArn or TargetArn Reason: no value for required parameter");
  }
  return require_topic(call, "TargetArn");
}

struct Batch {
  std::vector<std::string> ids;
  std::vector<Notification> notifications;
  std::vector<std::pair<std::string, SnsError>> failed;
  std::size_t open = 0;
  bool committed = true;
};

constexpr const char* kEntries = "PublishBatchRequestEntries.member";

bool is_entry_id(std::string_view id) {
  return !id.empty() && id.size() <= core::limits::kMaxBatchEntryIdLength &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_';
         });
}

void check_ids(const std::vector<std::string>& ids) {
  if (ids.empty()) {
    throw SnsError(400, "EmptyBatchRequest", "The batch request doesn't contain any entries.");
  }
  if (ids.size() > core::limits::kMaxBatchEntries) {
    throw SnsError(400, "TooManyEntriesInBatchRequest",
                   "The batch request contains more entries than permissible.");
  }
  if (!std::all_of(ids.begin(), ids.end(), is_entry_id)) {
    throw SnsError(
        400, "InvalidBatchEntryId",
        "The Id of a batch entry in a batch request doesn't abide by the specification.");
  }
  if (std::set(ids.begin(), ids.end()).size() != ids.size()) {
    throw SnsError(400, "BatchEntryIdsNotDistinct",
                   "Two or more batch entries in the request have the same Id.");
  }
}

Batch read_batch(const Call& call, const Topic& topic) {
  std::vector<std::string> prefixes;
  std::vector<std::string> ids;
  for (const std::size_t number : call.form.numbers_below(kEntries)) {
    prefixes.push_back(fmt::format("{}.{}.", kEntries, number));
    ids.push_back(call.text(prefixes.back() + "Id"));
  }
  check_ids(ids);
  Batch batch;
  std::size_t total_bytes = 0;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    try {
      Notification notification = read_notification(call.form, prefixes[i]);
      total_bytes += size_bytes(notification);
      address(notification, topic, call.services.clock);
      batch.notifications.push_back(std::move(notification));
      batch.ids.push_back(ids[i]);
    } catch (const SnsError& error) {
      batch.failed.emplace_back(ids[i], error);
    }
  }
  if (total_bytes <= core::limits::kMaxNotificationBytes) return batch;
  throw SnsError(400, "BatchRequestTooLong",
                 "The length of all the batch messages put together is more than the limit.");
}

SnsError internal_error() {
  return {500, "InternalError", "The request could not be completed."};
}

void write_batch(XmlWriter& xml, const Batch& batch) {
  xml.open("Successful");
  for (std::size_t i = 0; i < batch.ids.size(); ++i) {
    xml.open("member").element("MessageId", batch.notifications[i].message_id);
    xml.element("Id", batch.ids[i]).close();
  }
  xml.close().open("Failed");
  for (const auto& [id, error] : batch.failed) {
    xml.open("member").element("Id", id).element("Code", error.code);
    xml.element("Message", error.message).element("SenderFault", true).close();
  }
  xml.close();
}

}  // namespace

void publish(const Call& call, const Reply& reply) {
  const Topic& topic = require_target(call);
  Notification notification = read_notification(call.form, "");
  address(notification, topic, call.services.clock);
  deliver(notification, topic, call.topics, call.services,
          [reply, id = notification.message_id](bool committed) {
            reply([&](XmlWriter& xml) {
              if (!committed) throw internal_error();
              xml.element("MessageId", id);
            });
          });
}

void publish_batch(const Call& call, const Reply& reply) {
  const Topic& topic = require_topic(call);
  const auto batch = std::make_shared<Batch>(read_batch(call, topic));
  batch->open = batch->notifications.size();
  if (batch->open == 0) return reply([&](XmlWriter& xml) { write_batch(xml, *batch); });
  for (const Notification& notification : batch->notifications) {
    deliver(notification, topic, call.topics, call.services, [batch, reply](bool committed) {
      batch->committed = batch->committed && committed;
      if (--batch->open > 0) return;
      reply([&](XmlWriter& xml) {
        if (!batch->committed) throw internal_error();
        write_batch(xml, *batch);
      });
    });
  }
}

}  // namespace server::sns
