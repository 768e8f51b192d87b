#include "core/uuid.h"
#include "lambda-host/mappings/event_source_mapping_json.h"
#include "lambda-host/mappings/mapping_registry.h"

#include <utility>

namespace lambda_host {

void MappingRegistry::abandon(const core::ScopeFilter& scopes) {
  pollers_.abandon(scopes);
  writer_.transact([&] { discards_.erase(scopes); });
}

std::size_t MappingRegistry::reset(const std::vector<core::MappingId>& ids,
                                   const std::function<bool(const EventSourceMapping&)>& kept) {
  std::vector<core::MappingId> gone;
  std::vector<std::pair<core::MappingId, std::vector<storage::Checkpoint>>> anew;
  writer_.transact([&] {
    for (const core::MappingId& id : ids) {
      const auto found = mappings_.find(id);
      if (found == mappings_.end()) continue;
      const EventSourceMapping& mapping = found->second;
      checkpoints_.erase(id);
      if (kept(mapping)) {
        anew.emplace_back(id, store_tip(mapping));
      } else {
        resources_.erase(mapping.scope, id.get());
        gone.push_back(id);
      }
    }
  });
  for (const auto& id : gone) {
    end(id);
    mappings_.erase(id);
  }
  for (const auto& [id, positions] : anew) {
    end(id);
    pollers_.add(mappings_.at(id), positions);
  }
  return gone.size();
}

core::MappingId MappingRegistry::restore(EventSourceMapping mapping) {
  mapping.id = core::MappingId(core::random_uuid());
  mapping.last_result = ProcessingResult::none;
  std::vector<storage::Checkpoint> start;
  writer_.transact([&] {
    resources_.store({mapping.scope, mapping.id.get(), write_stored_mapping(mapping)});
    start = store_tip(mapping);
  });
  pollers_.add(mapping, start);
  core::MappingId id = mapping.id;
  mappings_.insert_or_assign(id, std::move(mapping));
  return id;
}

void MappingRegistry::end(const core::MappingId& id) {
  checkpoints_.forget(id);
  pollers_.remove(id);
  loops_.erase(id);
}

}  // namespace lambda_host
