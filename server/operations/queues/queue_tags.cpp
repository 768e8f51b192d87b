#include "server/operations/queues/queue_tags.h"

#include "core/json/writer.h"
#include "core/limits.h"
#include "core/utf16.h"
#include "server/operations/queues/queue_access.h"
#include "server/operations/queues/queue_operations.h"

#include <fmt/format.h>

namespace server::operations {
namespace {

namespace limits = core::limits;

void check_count(const storage::TextMap& tags) {
  if (tags.size() <= limits::kMaxTagsPerQueue) return;
  throw_invalid_parameter(fmt::format("Too many tags added for queue: {} exceeds the limit of {}.",
                                      tags.size(), limits::kMaxTagsPerQueue));
}

void check_length(const core::json::Member& tag) {
  if (core::utf16_length(tag.name) <= limits::kMaxTagKeyLength &&
      core::utf16_length(tag.value.string()) <= limits::kMaxTagValueLength) {
    return;
  }
  throw_invalid_parameter(
      fmt::format("A tag has a key of up to {} and a value of up to {} "
                  "characters.",
                  limits::kMaxTagKeyLength, limits::kMaxTagValueLength));
}

}  // namespace

storage::TextMap read_queue_tags(const core::json::Object& body, std::string_view member) {
  storage::TextMap tags;
  const auto given = body.find(member);
  if (!given) return tags;
  given->object().for_each([&](const core::json::Member& tag) {
    check_length(tag);
    tags.insert_or_assign(std::string(tag.name), std::string(tag.value.string()));
  });
  check_count(tags);
  return tags;
}

std::string tag_queue(const Request& request, Services& services) {
  Queue& queue = require_queue(request, services);
  storage::TextMap tags = read_queue_tags(request.body, "Tags");
  tags.insert(queue.stored.tags.begin(), queue.stored.tags.end());  // new values win
  check_count(tags);
  services.queues.registry.set_tags(queue, std::move(tags));
  return "{}";
}

std::string untag_queue(const Request& request, Services& services) {
  Queue& queue = require_queue(request, services);
  storage::TextMap tags = queue.stored.tags;
  request.body.find("TagKeys")->array().for_each(
      [&](const core::json::Value& key) { tags.erase(std::string(key.string())); });
  services.queues.registry.set_tags(queue, std::move(tags));
  return "{}";
}

std::string list_queue_tags(const Request& request, Services& services) {
  const Queue& queue = require_queue(request, services);
  core::json::Writer writer;
  writer.begin_object();
  if (!queue.stored.tags.empty()) {
    writer.key("Tags").raw(storage::text_map_json(queue.stored.tags));
  }
  return writer.end_object().take();
}

}  // namespace server::operations
