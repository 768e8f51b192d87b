#include "storage/attachments_json.h"

#include "storage/document_members.h"

#include <string_view>
#include <utility>

namespace storage {
namespace {

using core::json::Object;

template <class Visit>
void for_each_in(const Object& object, std::string_view name, Visit visit) {
  const auto list = object.find(name);
  if (!list) return;
  list->array().for_each([&](core::json::Value each) { visit(each.object()); });
}

void write_policies(core::json::Writer& writer, const core::TableAttachments& attachments) {
  writer.key("policies").begin_array();
  for (const auto& [stream, policy] : attachments.policies) {
    writer.begin_object().member("stream", stream).member("document", policy.document);
    writer.member("revision", policy.revision).end_object();
  }
  writer.end_array();
}

void write_insights(core::json::Writer& writer, const core::TableAttachments& attachments) {
  writer.key("insights").begin_array();
  for (const auto& [index, insights] : attachments.insights) {
    writer.begin_object().member("index", index).member("enabled", insights.enabled);
    writer.member("throttled_keys_only", insights.throttled_keys_only);
    writer.member("changed_at", core::epoch_milliseconds(insights.changed_at));
    writer.member("rules_made_at", insights.rules_made_at).end_object();
  }
  writer.end_array();
}

void write_destinations(core::json::Writer& writer, const core::TableAttachments& attachments) {
  writer.key("destinations").begin_array();
  for (const core::StreamingDestination& destination : attachments.destinations) {
    writer.begin_object().member("stream_arn", destination.stream_arn);
    writer.member("last_change", static_cast<int>(destination.last_change));
    writer.member("changed_at", core::epoch_milliseconds(destination.changed_at));
    writer.member("precision", destination.precision).end_object();
  }
  writer.end_array();
}

core::ContributorInsights read_insights(const Object& object) {
  return {object.find("enabled")->boolean(), object.find("throttled_keys_only")->boolean(),
          time_in(object, "changed_at"), whole_in(object, "rules_made_at")};
}

core::StreamingDestination read_destination(const Object& object) {
  return {text_in(object, "stream_arn"),
          static_cast<core::StreamingDestination::Change>(whole_in(object, "last_change")),
          time_in(object, "changed_at"), text_in(object, "precision")};
}

}  // namespace

void write_attachments(core::json::Writer& writer, const core::TableAttachments& attachments) {
  write_policies(writer, attachments);
  write_insights(writer, attachments);
  write_destinations(writer, attachments);
}

core::TableAttachments read_attachments(const Object& definition) {
  core::TableAttachments attachments;
  for_each_in(definition, "policies", [&](const Object& object) {
    attachments.policies[text_in(object, "stream")] = {text_in(object, "document"),
                                                       whole_in(object, "revision")};
  });
  for_each_in(definition, "insights", [&](const Object& object) {
    attachments.insights[text_in(object, "index")] = read_insights(object);
  });
  for_each_in(definition, "destinations", [&](const Object& object) {
    attachments.destinations.push_back(read_destination(object));
  });
  return attachments;
}

void write_origin(core::json::Writer& writer, const std::optional<core::RestoreOrigin>& origin) {
  if (!origin) return;
  writer.key("restored_from").begin_object().member("backup_arn", origin->backup_arn);
  writer.member("table_arn", origin->table_arn);
  writer.member("at", core::epoch_milliseconds(origin->at)).end_object();
}

std::optional<core::RestoreOrigin> read_origin(const Object& definition) {
  const auto origin = definition.find("restored_from");
  if (!origin) return std::nullopt;
  const Object object = origin->object();
  return core::RestoreOrigin{text_in(object, "backup_arn"), text_in(object, "table_arn"),
                             time_in(object, "at")};
}

}  // namespace storage
