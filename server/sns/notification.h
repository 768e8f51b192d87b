#pragma once

#include "core/clock.h"
#include "server/operations/queues/message_attributes.h"
#include "server/sns/topic_store.h"

#include <string>

// What a subscriber gets (SNS developer guide, "Message and JSON formats", and Lambda guide, "Using
// AWS Lambda with Amazon SNS").
namespace server::sns {

struct Notification {
  std::string message_id;
  std::string topic_arn;
  core::Region region;
  std::string subject;  // empty: none
  // By protocol, where MessageStructure is json; the text for all others is "default".
  storage::TextMap messages;
  operations::MessageAttributes attributes;
  core::WallTime published_at;

  const std::string& message_for(const std::string& protocol) const;
};

// As of now from that topic, under an id of its own.
void address(Notification& notification, const Topic& topic, const core::Clock& clock);

// The body of a message for a queue: JSON in lines, as AWS has it. It isn't signed: what stands in
// the place of the signature is none.
std::string envelope(const Notification& notification, const Subscription& subscription);

// The event for a function.
std::string lambda_event(const Notification& notification, const Subscription& subscription);

}  // namespace server::sns
