#pragma once

#include "server/operations/queues/message_attributes.h"
#include "server/protocol/query_form.h"

#include <string>

namespace server::sns {

// The message attributes of Publish, or of an entry of PublishBatch, by names that begin with the
// prefix: "" or "PublishBatchRequestEntries.member.1.". In the order of their names, binary ones
// decoded. Throws SnsError (texts as recorded of AWS).
operations::MessageAttributes read_message_attributes(const protocol::QueryForm& form,
                                                      const std::string& prefix);

}  // namespace server::sns
