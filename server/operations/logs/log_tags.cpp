#include "server/operations/logs/log_tags.h"

#include "core/json/writer.h"
#include "server/operations/logs/log_access.h"
#include "server/operations/logs/log_operations.h"
#include "storage/writer.h"

// Tags of groups. Each operation has two forms: the old ones name the group, the new ones its ARN.
namespace server::operations {
namespace {

storage::LogGroup group_of_arn(const Request& request, Services& services) {
  return require_log_group_by_arn(services, request.scope,
                                  request.body.find("resourceArn")->string());
}

std::string add_tags(const storage::LogGroup& group, const Request& request, Services& services) {
  storage::LogTags tags = read_log_tags(request.body.find("tags")->object());
  services.writer.transact([&] {
    tags.merge(services.logs.tags(group.id));  // new values win
    services.logs.set_tags(group.id, tags);
  });
  return "{}";
}

std::string remove_tags(const storage::LogGroup& group, const core::json::Array& keys,
                        Services& services) {
  services.writer.transact([&] {
    storage::LogTags tags = services.logs.tags(group.id);
    keys.for_each([&](const core::json::Value& key) { tags.erase(std::string(key.string())); });
    services.logs.set_tags(group.id, tags);
  });
  return "{}";
}

std::string list_tags(const storage::LogGroup& group, Services& services) {
  core::json::Writer writer;
  writer.begin_object().key("tags").begin_object();
  for (const auto& [key, value] : services.logs.tags(group.id)) {
    writer.member(key, std::string_view(value));
  }
  return writer.end_object().end_object().take();
}

}  // namespace

storage::LogTags read_log_tags(const core::json::Object& tags) {
  storage::LogTags read;
  tags.for_each([&](const core::json::Member& tag) { read.emplace(tag.name, tag.value.string()); });
  return read;
}

std::string tag_log_group(const Request& request, Services& services) {
  return add_tags(require_log_group(services, request.scope, request.body), request, services);
}

std::string untag_log_group(const Request& request, Services& services) {
  return remove_tags(require_log_group(services, request.scope, request.body),
                     request.body.find("tags")->array(), services);
}

std::string list_tags_log_group(const Request& request, Services& services) {
  return list_tags(require_log_group(services, request.scope, request.body), services);
}

std::string tag_log_resource(const Request& request, Services& services) {
  return add_tags(group_of_arn(request, services), request, services);
}

std::string untag_log_resource(const Request& request, Services& services) {
  return remove_tags(group_of_arn(request, services), request.body.find("tagKeys")->array(),
                     services);
}

std::string list_tags_for_log_resource(const Request& request, Services& services) {
  return list_tags(group_of_arn(request, services), services);
}

}  // namespace server::operations
