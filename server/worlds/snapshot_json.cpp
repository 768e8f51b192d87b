#include "server/worlds/snapshot_json.h"

#include "core/json/value.h"

namespace server::worlds {
namespace {

using core::json::Object;

struct CountName {
  const char* name;
  std::size_t WorldCounts::*member;
};

constexpr CountName kCounts[] = {
    {"functions",  &WorldCounts::functions },
    {"mappings",   &WorldCounts::mappings  },
    {"queues",     &WorldCounts::queues    },
    {"topics",     &WorldCounts::topics    },
    {"buckets",    &WorldCounts::buckets   },
    {"log_groups", &WorldCounts::log_groups},
};

WorldCounts read_counts(const Object& object) {
  WorldCounts counts;
  counts.tables = static_cast<std::size_t>(object.find("tables")->integer());
  counts.items = object.find("items")->integer();
  for (const CountName& each : kCounts) {
    counts.*each.member = static_cast<std::size_t>(object.find(each.name)->integer());
  }
  return counts;
}

SavedMapping read_mapping(const Object& object) {
  const auto mapping = object.find("mapping");
  return {std::string(mapping->object().find("UUID")->string()),
          object.find("reads_queue")->boolean(), std::string(mapping->text())};
}

}  // namespace

void write_counts(core::json::Writer& writer, const WorldCounts& counts) {
  writer.member("tables", static_cast<std::int64_t>(counts.tables));
  writer.member("items", counts.items);
  for (const CountName& each : kCounts) {
    writer.member(each.name, static_cast<std::int64_t>(counts.*each.member));
  }
}

std::string snapshot_to_json(const Snapshot& snapshot) {
  core::json::Writer writer;
  writer.begin_object().member("account", snapshot.origin.account.get());
  writer.member("region", snapshot.origin.region.get());
  writer.member("created_at", core::epoch_milliseconds(snapshot.created_at));
  writer.member("complete", snapshot.complete);
  writer.key("ports").begin_array();
  for (const std::uint16_t port : snapshot.ports) writer.whole(port);
  writer.end_array().key("counts").begin_object();
  write_counts(writer, snapshot.counts);
  return writer.end_object().end_object().take();
}

StoredSnapshot snapshot_from_json(const std::string& json) {
  const auto document = core::json::Document::parse(json);
  const Object object = document.root().object();
  StoredSnapshot stored;
  Snapshot& snapshot = stored.snapshot;
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
  const auto counts = object.find("counts");
  stored.is_counted = counts.has_value();
  if (counts) snapshot.counts = read_counts(counts->object());
  if (const auto mappings = object.find("mappings")) {
    mappings->array().for_each([&](const core::json::Value& mapping) {
      stored.mappings.push_back(read_mapping(mapping.object()));
    });
  }
  return stored;
}

}  // namespace server::worlds
