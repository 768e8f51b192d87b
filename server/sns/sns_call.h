#pragma once

#include "core/base64.h"
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
#include <vector>

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
// "Tags.member.1.Key" and "….Value". Throws SnsError for one that is too long.
storage::TextMap tags_parameter(const protocol::QueryForm& form);
void write_map(protocol::XmlWriter& xml, const storage::TextMap& map);

// The topic that the parameter names. Throws SnsError for what is no ARN of a topic of the caller's
// region, or of none that there is.
const Topic& require_topic(const Call& call, std::string_view parameter = "TopicArn");

// A list's page begins behind the ARN that its NextToken stands for: "" for the first one. Throws
// SnsError for a token that stands for none.
std::string page_position(const Call& call);

// Behind there, one more than these are looked for, which tells whether there is another page.
inline constexpr std::size_t kPageEntries = 100;  // API reference, ListTopics
// Leaves a page of what was found. Answers the next one's token; "" when nothing follows.
template <class Entry>
std::string cut_to_page(std::vector<const Entry*>& found) {
  if (found.size() <= kPageEntries) return "";
  found.resize(kPageEntries);
  return core::base64_encode(arn_of(*found.back()));
}

}  // namespace server::sns
