#pragma once

#include "core/http_message.h"
#include "core/names.h"
#include "server/operations/queues/message_attributes.h"
#include "server/protocol/query_form.h"
#include "server/protocol/xml_writer.h"
#include "server/services.h"
#include "server/sns/topic_store.h"

#include <functional>
#include <string>
#include <string_view>

namespace server::sns {

// A request that found its operation.
struct Call {
  const protocol::QueryForm& form;
  core::Scope scope;
  TopicStore& topics;
  Services& services;

  // Empty when there is none.
  std::string text(std::string_view parameter) const {
    return std::string(form.find(parameter).value_or(""));
  }
};

// Writes an operation's result. Empty: it has none.
using WriteResult = std::function<void(protocol::XmlWriter&)>;
// Called once, at once or later.
using Reply = std::function<void(WriteResult)>;

// "Attributes.entry.1.key" and "….value". Throws SnsError for a key without a value.
storage::TextMap map_parameter(const protocol::QueryForm& form, std::string_view name);
// "Tags.member.1.Key" and "….Value".
storage::TextMap tags_parameter(const protocol::QueryForm& form);
void write_map(protocol::XmlWriter& xml, const storage::TextMap& map);

// The topic that the parameter names. Throws SnsError for what is no ARN of a topic of the caller's
// region, or of none that there is.
const Topic& require_topic(const Call& call, std::string_view parameter = "TopicArn");

// Which of so many entries are shown, behind those that the NextToken stands for: where to begin,
// and where to end. The token is "" when nothing follows.
struct Page {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string next_token;
};
Page page_of(const Call& call, std::size_t count);

}  // namespace server::sns
