#include "lambda-host/functions/function_documents.h"
#include "lambda-host/functions/function_registry.h"

#include <utility>

// Functions and layers that go with their scope.
namespace lambda_host {

void FunctionRegistry::add_erased(const Key& key, const FunctionRecord& record,
                                  std::vector<FunctionDocument>& documents) const {
  const auto& [scope, name] = key;
  for (const DeploymentPtr& each : record.deployments()) {
    documents.push_back(erased(document_of(each->configuration)));
  }
  for (const auto& [alias, value] : record.aliases) {
    documents.push_back({FunctionPart::alias, scope, name.get() + ":" + alias, std::nullopt});
  }
  for (const auto& [part, text] : record.attachments) {
    documents.push_back(attachment_document(part.first, scope, name, part.second, std::nullopt));
  }
}

std::size_t FunctionRegistry::erase_all(const core::ScopeFilter& scopes) {
  std::vector<FunctionDocument> documents;
  std::vector<DeploymentPtr> gone;
  for (const auto& [key, record] : functions_) {
    if (!scopes.covers(key.first)) continue;
    add_erased(key, record, documents);
    for (const DeploymentPtr& each : record.deployments()) gone.push_back(each);
  }
  store_.commit(documents);
  const std::size_t erased = std::erase_if(
      functions_, [&](const auto& entry) { return scopes.covers(entry.first.first); });
  const auto used = used_code();
  for (const DeploymentPtr& each : gone) retire(each, used.contains(each->code.get()));
  layers_.erase_all(scopes);
  tell_of_folders(erased > 0);
  return erased;
}

void LayerRegistry::erase_all(const core::ScopeFilter& scopes) {
  std::vector<FunctionDocument> documents;
  for (const auto& [key, layer] : layers_) {
    if (!scopes.covers(key.first)) continue;
    documents.push_back({FunctionPart::layer, key.first, key.second, std::nullopt});
    for (const auto& [number, stored] : layer.versions) {
      documents.push_back(erased(document_of(stored.version)));
    }
  }
  store_.commit(documents);
  std::vector<std::shared_ptr<const CodeDirectory>> codes;
  std::erase_if(layers_, [&](const auto& entry) {
    if (!scopes.covers(entry.first.first)) return false;
    for (const auto& [number, stored] : entry.second.versions) codes.push_back(stored.code);
    return true;
  });
  const auto used = code_ids();
  for (const auto& code : codes) {
    if (!used.contains(code->id())) code->discard();
  }
}

}  // namespace lambda_host
