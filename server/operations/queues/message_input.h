#pragma once

#include "core/json/value.h"
#include "core/json/writer.h"
#include "core/names.h"
#include "server/operations/queues/message_store.h"

#include <string>

namespace server::operations {

// A message as SendMessage or an entry of SendMessageBatch gives it, and the digests that the
// sender is told.
struct MessageInput {
  OutgoingMessage message;
  std::size_t size_bytes = 0;  // of body and attributes
  std::string body_md5;
  std::string attributes_md5;  // empty when there are none, as the next
  std::string system_attributes_md5;
};

// Throws what is wrong with it by itself and for a queue of these settings; not its size. Of one
// that is too large, nothing but that is told, since to digest it would take long.
MessageInput read_message(const core::json::Object& input, const QueueSettings& settings,
                          const core::AccountId& sender);

// The members that the sender is told, within an object.
void write_receipt(core::json::Writer& writer, const MessageInput& input);

}  // namespace server::operations
