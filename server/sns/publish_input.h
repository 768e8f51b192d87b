#pragma once

#include "server/protocol/query_form.h"
#include "server/sns/notification.h"

#include <string>

namespace server::sns {

// What Publish, or an entry of PublishBatch, gives, by parameters whose names begin with the
// prefix:
// "" or "PublishBatchRequestEntries.member.1.". Id, topic and time are the caller's to set. Throws
// SnsError.
Notification read_notification(const protocol::QueryForm& form, const std::string& prefix);

// Message, subject and attributes.
std::size_t size_bytes(const Notification& notification);

}  // namespace server::sns
