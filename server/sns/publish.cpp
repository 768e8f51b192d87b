#include "core/ascii.h"
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
  std::size_t open = 0;
  bool committed = true;
};

constexpr const char* kEntries = "PublishBatchRequestEntries.member";

SnsError invalid_id(const std::string& why) {
  return {400, "InvalidBatchEntryId", "The Id of a batch entry in " + why};
}

void check_id(const std::string& id) {
  if (id.empty()) throw invalid_id("a batch request doesn't abide by the specification.");
  if (id.size() > core::limits::kMaxBatchEntryIdLength) {
    throw invalid_id("the batch request is too long: " + id);
  }
  const bool is_fine = std::all_of(id.begin(), id.end(), [](char c) {
    return core::is_letter(c) || core::is_digit(c) || c == '-' || c == '_';
  });
  if (is_fine) return;
  throw invalid_id("the batch request contains an impermissible character: " + id);
}

void check_ids(const std::vector<std::string>& ids) {
  if (ids.empty()) {
    throw SnsError(400, "EmptyBatchRequest", "The batch request doesn't contain any entries.");
  }
  if (ids.size() > core::limits::kMaxBatchEntries) {
    throw SnsError(400, "TooManyEntriesInBatchRequest",
                   "The batch request contains more entries than permissible.");
  }
  for (const std::string& id : ids) check_id(id);
  if (std::set(ids.begin(), ids.end()).size() != ids.size()) {
    throw SnsError(400, "BatchEntryIdsNotDistinct",
                   "Two or more batch entries in the request have the same Id.");
  }
}

// One entry that is wrong keeps all of them from being published.
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
  for (const std::string& prefix : prefixes) {
    Notification& notification =
        batch.notifications.emplace_back(read_notification(call.form, prefix));
    total_bytes += size_bytes(notification);
    address(notification, topic, call.services.clock);
  }
  batch.ids = std::move(ids);
  if (total_bytes <= core::limits::kMaxNotificationBytes) return batch;
  throw SnsError(400, "BatchRequestTooLong",
                 "The length of all the messages put together is more than the limit.");
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
  xml.close().open("Failed").close();
}

}  // namespace

void publish(const Call& call, const Reply& reply) {
  const Topic& topic = require_target(call);
  Notification notification = read_notification(call.form, "");
  address(notification, topic, call.services.clock);
  const std::string id = notification.message_id;
  deliver(std::move(notification), topic, call.topics, call.services, [reply, id](bool committed) {
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
