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

std::size_t FunctionRegistry::erase_all(const core::ScopeFilter& scopes, std::size_t most) {
  std::vector<FunctionDocument> documents;
  std::vector<Key> erased;
  std::vector<DeploymentPtr> gone;
  for (const auto& [key, record] : functions_) {
    if (erased.size() == most) break;
    if (!scopes.covers(key.first)) continue;
    erased.push_back(key);
    add_erased(key, record, documents);
    for (const DeploymentPtr& each : record.deployments()) gone.push_back(each);
  }
  if (erased.empty()) return 0;
  store_.commit(documents);
  for (const Key& key : erased) functions_.erase(key);
  const auto used = used_code();
  for (const DeploymentPtr& each : gone) retire(each, used.contains(each->code.get()));
  tell_of_folders(true);
  return erased.size();
}

std::size_t LayerRegistry::erase_all(const core::ScopeFilter& scopes, std::size_t most) {
  std::vector<FunctionDocument> documents;
  std::vector<std::pair<core::Scope, std::string>> gone;
  std::vector<std::shared_ptr<const CodeDirectory>> codes;
  for (const auto& [key, layer] : layers_) {
    if (gone.size() == most) break;
    if (!scopes.covers(key.first)) continue;
    gone.push_back(key);
    documents.push_back({FunctionPart::layer, key.first, key.second, std::nullopt});
    for (const auto& [number, stored] : layer.versions) {
      documents.push_back(erased(document_of(stored.version)));
      codes.push_back(stored.code);
    }
  }
  if (gone.empty()) return 0;
  store_.commit(documents);
  for (const auto& key : gone) layers_.erase(key);
  const auto used = code_ids();
  for (const auto& code : codes) {
    if (!used.contains(code->id())) code->discard();
  }
  return gone.size();
}

}  // namespace lambda_host
