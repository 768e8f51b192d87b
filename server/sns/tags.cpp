#include "core/limits.h"
#include "server/sns/sns_error.h"
#include "server/sns/sns_operations.h"

#include <fmt/format.h>

namespace server::sns {
namespace {

Topic require_resource(const Call& call) {
  try {
    return require_topic(call, "ResourceArn");
  } catch (const SnsError& error) {
    if (error.status != 404) throw;
    throw SnsError(404, "ResourceNotFound", "Resource does not exist");
  }
}

}  // namespace

void tag_resource(const Call& call, const Reply& reply) {
  Topic topic = require_resource(call);
  for (const auto& [key, value] : tags_parameter(call.form)) topic.tags[key] = value;
  if (topic.tags.size() > core::limits::kMaxTagsPerTopic) {
    throw SnsError(400, "TagLimitExceeded",
                   "Could not complete request: tag quota of per resource exceeded");
  }
  call.topics.store(std::move(topic));
  reply([](protocol::XmlWriter&) {});
}

void untag_resource(const Call& call, const Reply& reply) {
  Topic topic = require_resource(call);
  for (const std::size_t number : call.form.numbers_below("TagKeys.member")) {
    topic.tags.erase(call.text(fmt::format("TagKeys.member.{}", number)));
  }
  call.topics.store(std::move(topic));
  reply([](protocol::XmlWriter&) {});
}

void list_tags_for_resource(const Call& call, const Reply& reply) {
  const Topic topic = require_resource(call);
  reply([&](protocol::XmlWriter& xml) {
    xml.open("Tags");
    for (const auto& [key, value] : topic.tags) {
      xml.open("member").element("Key", key).element("Value", value).close();
    }
    xml.close();
  });
}

}  // namespace server::sns
