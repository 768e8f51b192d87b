#include "server/worlds/saved_mappings.h"

#include "core/json/value.h"
#include "core/json/writer.h"

namespace server::worlds {

SavedMappings::SavedMappings(storage::sqlite::Connection& connection)
    : table_(connection, "snapshot-mapping") {}

void SavedMappings::store(const core::Scope& place, const SavedMapping& mapping) {
  core::json::Writer writer;
  writer.begin_object().member("reads_queue", mapping.reads_queue);
  writer.key("mapping").raw(mapping.text).end_object();
  table_.store({place, mapping.id, writer.take()});
}

std::vector<SavedMapping> SavedMappings::list(const core::Scope& place, std::string_view after,
                                              std::size_t most) {
  std::vector<SavedMapping> mappings;
  for (const storage::Resource& row : table_.list(place, after, most)) {
    const auto document = core::json::Document::parse(row.document);
    const core::json::Object object = document.root().object();
    mappings.push_back({row.name, object.find("reads_queue")->boolean(),
                        std::string(object.find("mapping")->text())});
  }
  return mappings;
}

std::size_t SavedMappings::erase(const core::Scope& place, std::size_t most) {
  const auto rows = table_.list(place, {}, most);
  for (const storage::Resource& row : rows) table_.erase(place, row.name);
  return rows.size();
}

}  // namespace server::worlds
