#include "lambda-host/functions/function_documents.h"
#include "lambda-host/functions/function_registry.h"

#include <algorithm>
#include <iterator>
#include <utility>

// Functions and layers that go with their scope.
namespace lambda_host {

namespace {

template <class Map>
void erase_first(Map& map, std::size_t count) {
  map.erase(map.begin(), std::next(map.begin(), static_cast<std::ptrdiff_t>(count)));
}

// Calls it with the first so many.
template <class Map, class Call>
void for_first(const Map& map, std::size_t count, Call call) {
  auto at = map.begin();
  for (; count > 0; --count, ++at) call(at->first, at->second);
}

}  // namespace

void FunctionRegistry::add_erased(const Removal& removal,
                                  std::vector<FunctionDocument>& documents) const {
  const core::Scope& scope = removal.key.first;
  const core::FunctionName& name = removal.key.second;
  const FunctionPieces& pieces = removal.pieces;
  const FunctionRecord& record = functions_.at(removal.key);
  for_first(record.attachments, pieces.attachments, [&](const auto& part, const auto&) {
    documents.push_back(attachment_document(part.first, scope, name, part.second, std::nullopt));
  });
  for_first(record.aliases, pieces.aliases, [&](const auto& alias, const auto&) {
    documents.push_back({FunctionPart::alias, scope, name.get() + ":" + alias, std::nullopt});
  });
  const auto add_version = [&](const DeploymentPtr& each) {
    documents.push_back(
        {FunctionPart::version, scope, version_key(each->configuration), std::nullopt});
  };
  for_first(record.versions, pieces.versions,
            [&](auto, const DeploymentPtr& version) { add_version(version); });
  if (pieces.latest) add_version(record.latest);
}

void FunctionRegistry::take_away(const Removal& removal) {
  const auto& [key, pieces] = removal;
  FunctionRecord& record = functions_.at(key);
  std::vector<DeploymentPtr> gone;
  if (pieces.latest) gone.push_back(record.latest);
  for_first(record.versions, pieces.versions,
            [&](auto, const DeploymentPtr& version) { gone.push_back(version); });
  erase_first(record.attachments, pieces.attachments);
  erase_first(record.aliases, pieces.aliases);
  erase_first(record.versions, pieces.versions);
  if (pieces.latest) functions_.erase(key);
  for (const DeploymentPtr& each : gone) retire(each);
  if (!pieces.latest) return tell_of_demand(key.first, key.second);
  tell_of_folders(!gone.front()->configuration.code_folder.empty());
}

void FunctionRegistry::remove(const std::vector<Removal>& removals) {
  std::vector<FunctionDocument> documents;
  for (const Removal& removal : removals) add_erased(removal, documents);
  store_.commit(documents);
  for (const Removal& removal : removals) take_away(removal);
}

bool FunctionRegistry::erase_some(const core::Scope& scope, const core::FunctionName& name,
                                  std::size_t most) {
  const FunctionPieces pieces = first_pieces(require_record(scope, name), most);
  remove({
      {{scope, name}, pieces}
  });
  return !pieces.latest;
}

FunctionRegistry::Erased FunctionRegistry::erase_all(const core::ScopeFilter& scopes,
                                                     std::size_t most) {
  Erased erased;
  std::vector<Removal> removals;
  for (const auto& [key, record] : functions_) {
    if (erased.documents == most) break;
    if (!scopes.covers(key.first)) continue;
    const FunctionPieces pieces = first_pieces(record, most - erased.documents);
    erased.documents += pieces.documents();
    if (pieces.latest) ++erased.functions;
    removals.push_back({key, pieces});
  }
  if (!removals.empty()) remove(removals);
  return erased;
}

// The number of a layer's last version goes behind all of them.
std::size_t LayerRegistry::erase_all(const core::ScopeFilter& scopes, std::size_t most) {
  std::vector<FunctionDocument> documents;
  std::vector<Removal> removals;
  for (const auto& [key, layer] : layers_) {
    if (documents.size() == most) break;
    if (!scopes.covers(key.first)) continue;
    Removal removal{key, std::min(most - documents.size(), layer.versions.size())};
    for_first(layer.versions, removal.versions, [&](auto, const Stored& stored) {
      documents.push_back(erased(document_of(stored.version)));
    });
    removal.number = documents.size() < most;
    if (removal.number) {
      documents.push_back({FunctionPart::layer, key.first, key.second, std::nullopt});
    }
    removals.push_back(std::move(removal));
  }
  if (documents.empty()) return 0;
  store_.commit(documents);
  for (const Removal& removal : removals) take_away(removal);
  return documents.size();
}

void LayerRegistry::take_away(const Removal& removal) {
  auto& versions = layers_.at(removal.key).versions;
  for_first(versions, removal.versions,
            [this](auto, const Stored& stored) { code_uses_.remove(*stored.code); });
  erase_first(versions, removal.versions);
  if (removal.number) layers_.erase(removal.key);
}

}  // namespace lambda_host
