#include "lambda-host/functions/layer_registry.h"

#include "lambda-host/functions/function_documents.h"

namespace lambda_host {
namespace {

// A layer's last version is a document of its own, which stays when the versions go.
FunctionDocument last_version_document(const core::Scope& scope, const std::string& name,
                                       std::int64_t last_version) {
  return {FunctionPart::layer, scope, name, std::to_string(last_version)};
}

}  // namespace

LayerRegistry::LayerRegistry(FunctionStore& store, const core::Clock& clock,
                             const storage::files::OwnedDirectory& code_root)
    : store_(store), clock_(clock) {
  for (const FunctionDocument& document : store_.load_all(FunctionPart::layer)) {
    layers_[{document.scope, document.name}].last_version = std::stoll(*document.text);
  }
  std::map<std::string, std::shared_ptr<const CodeDirectory>> codes;  // copies share them
  for (FunctionDocument& document : store_.load_all(FunctionPart::layer_version)) {
    LayerVersion version = read_stored_layer(document.scope, *std::move(document.text));
    auto& code = codes[version.code_id];
    if (!code) code = std::make_shared<const CodeDirectory>(code_root, version.code_id);
    Layer& layer = layers_[{version.scope, version.name}];
    const std::int64_t number = version.version;
    layer.versions[number] = {std::move(version), code};
    code_uses_.add(*code);
  }
}

const LayerVersion& LayerRegistry::publish(const core::Scope& scope, const std::string& name,
                                           const LayerSettings& settings, PreparedCode code) {
  const auto found = layers_.find({scope, name});
  LayerVersion version;
  version.scope = scope;
  version.name = name;
  version.version = (found == layers_.end() ? 0 : found->second.last_version) + 1;
  version.description = settings.description;
  version.license_info = settings.license_info;
  version.runtimes = settings.runtimes;
  version.architectures = settings.architectures;
  version.created = modification_time(clock_);
  version.code_sha256 = std::move(code.sha256);
  version.code_size_bytes = code.size_bytes;
  version.code_id = code.directory->id();
  store_.commit({document_of(version), last_version_document(scope, name, version.version)});
  code_uses_.add(*code.directory);
  Layer& layer = layers_[{scope, name}];
  layer.last_version = version.version;
  Stored& stored = layer.versions[layer.last_version];
  stored = {std::move(version), std::move(code.directory)};
  return stored.version;
}

const LayerRegistry::Stored* LayerRegistry::find(const LayerReference& reference) const {
  const auto layer = layers_.find({reference.scope, reference.name});
  if (layer == layers_.end()) return nullptr;
  const auto found = layer->second.versions.find(reference.version);
  return found == layer->second.versions.end() ? nullptr : &found->second;
}

std::vector<std::string> LayerRegistry::names(const core::Scope& scope) const {
  std::vector<std::string> names;
  for (auto at = layers_.lower_bound({scope, ""}); at != layers_.end(); ++at) {
    if (at->first.first != scope) break;
    if (!at->second.versions.empty()) names.push_back(at->first.second);
  }
  return names;
}

std::vector<const LayerVersion*> LayerRegistry::versions(const core::Scope& scope,
                                                         const std::string& name) const {
  std::vector<const LayerVersion*> versions;
  const auto layer = layers_.find({scope, name});
  if (layer == layers_.end()) return versions;
  for (auto at = layer->second.versions.rbegin(); at != layer->second.versions.rend(); ++at) {
    versions.push_back(&at->second.version);
  }
  return versions;
}

void LayerRegistry::erase(const LayerReference& reference) {
  const Stored* const found = find(reference);
  if (!found) return;
  FunctionDocument document = document_of(found->version);
  document.text.reset();
  store_.commit({document});
  const auto code = found->code;
  layers_.at({reference.scope, reference.name}).versions.erase(reference.version);
  code_uses_.remove(*code);
}

void LayerRegistry::set_policy(const LayerReference& reference, std::optional<Policy> policy) {
  Stored& stored = layers_.at({reference.scope, reference.name}).versions.at(reference.version);
  LayerVersion changed = stored.version;
  changed.policy = std::move(policy);
  store_.commit({document_of(changed)});
  stored.version = std::move(changed);
}

std::set<std::string> LayerRegistry::code_ids() const {
  std::set<std::string> ids;
  for (const auto& [key, layer] : layers_) {
    for (const auto& [number, stored] : layer.versions) ids.insert(stored.code->id());
  }
  return ids;
}

}  // namespace lambda_host
