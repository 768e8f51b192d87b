#include "lambda-host/functions/function_documents.h"
#include "lambda-host/functions/function_json.h"
#include "lambda-host/functions/function_registry.h"

#include <utility>

// Functions and layers of one scope, made anew in another. Copies share the code on the disk.
namespace lambda_host {

std::size_t FunctionRegistry::copy_all(const core::Scope& from, const core::Scope& to,
                                       const Rewrite& rewrite) {
  layers_.copy_all(from, to, rewrite);
  std::vector<FunctionDocument> documents;
  std::map<Key, FunctionRecord> copies;
  for (const auto& [key, record] : functions_) {
    if (key.first != from) continue;
    copies.emplace(Key(to, key.second), copy_of(record, Key(to, key.second), rewrite, documents));
  }
  store_.commit(documents);
  for (auto& [key, copy] : copies) {
    functions_.insert_or_assign(key, std::move(copy));
    tell_of_demand(key.first, key.second);
  }
  tell_of_folders(!copies.empty());
  return copies.size();
}

FunctionRecord FunctionRegistry::copy_of(const FunctionRecord& record, const Key& key,
                                         const Rewrite& rewrite,
                                         std::vector<FunctionDocument>& documents) {
  const auto copied = [&](const DeploymentPtr& each) {
    auto configuration =
        read_stored_configuration(rewrite(write_stored_configuration(each->configuration)));
    configuration.scope = key.first;
    documents.push_back(document_of(configuration));
    return make_deployment(std::move(configuration), each->code);
  };
  FunctionRecord copy;
  copy.latest = copied(record.latest);
  for (const auto& [number, version] : record.versions) copy.versions[number] = copied(version);
  copy.aliases = record.aliases;
  for (auto& [name, alias] : copy.aliases) {
    alias.description = rewrite(alias.description);
    documents.push_back(document_of(key.first, key.second, alias));
  }
  for (const auto& [part, text] : record.attachments) {
    const auto& kept = copy.attachments[part] = rewrite(text);
    documents.push_back(attachment_document(part.first, key.first, key.second, part.second, kept));
  }
  return copy;
}

void LayerRegistry::copy_all(const core::Scope& from, const core::Scope& to,
                             const Rewrite& rewrite) {
  std::vector<FunctionDocument> documents;
  std::map<Key, Layer> copies;
  for (const auto& [key, layer] : layers_) {
    if (key.first != from) continue;
    Layer& copy = copies[{to, key.second}];
    copy.last_version = layer.last_version;
    documents.push_back({FunctionPart::layer, to, key.second, std::to_string(layer.last_version)});
    for (const auto& [number, stored] : layer.versions) {
      LayerVersion version = read_stored_layer(to, rewrite(write_stored_layer(stored.version)));
      documents.push_back(document_of(version));
      copy.versions[number] = {std::move(version), stored.code};
    }
  }
  store_.commit(documents);
  for (auto& [key, copy] : copies) layers_.insert_or_assign(key, std::move(copy));
}

}  // namespace lambda_host
