#include "server/worlds/snapshot_json.h"

#include "core/json/value.h"
#include "core/json/writer.h"
#include "server/worlds/snapshot.h"

namespace server::worlds {

std::string snapshot_to_json(const Snapshot& snapshot) {
  core::json::Writer writer;
  writer.begin_object().member("account", snapshot.origin.account.get());
  writer.member("region", snapshot.origin.region.get());
  writer.member("created_at", core::epoch_milliseconds(snapshot.created_at));
  writer.member("complete", snapshot.complete);
  writer.key("ports").begin_array();
  for (const std::uint16_t port : snapshot.ports) writer.whole(port);
  writer.end_array().key("mappings").begin_array();
  for (const SavedMapping& mapping : snapshot.mappings) {
    writer.begin_object().member("reads_queue", mapping.reads_queue);
    writer.key("mapping").raw(mapping.text).end_object();
  }
  return writer.end_array().end_object().take();
}

Snapshot snapshot_from_json(const std::string& json) {
  const auto document = core::json::Document::parse(json);
  const core::json::Object object = document.root().object();
  Snapshot snapshot;
  snapshot.origin = {core::AccountId(std::string(object.find("account")->string())),
                     core::Region(std::string(object.find("region")->string()))};
  snapshot.created_at = core::from_epoch_milliseconds(object.find("created_at")->integer());
  const auto complete = object.find("complete");  // not in those of earlier versions
  snapshot.complete = !complete || complete->boolean();
  if (const auto ports = object.find("ports")) {
    ports->array().for_each([&](const core::json::Value& port) {
      snapshot.ports.push_back(static_cast<std::uint16_t>(port.integer()));
    });
  }
  object.find("mappings")->array().for_each([&](const core::json::Value& value) {
    const core::json::Object mapping = value.object();
    snapshot.mappings.push_back(
        {mapping.find("reads_queue")->boolean(), std::string(mapping.find("mapping")->text())});
  });
  return snapshot;
}

}  // namespace server::worlds
