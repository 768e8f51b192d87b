#include "lambda-host/functions/function_documents.h"
#include "lambda-host/functions/function_json.h"
#include "lambda-host/functions/function_registry.h"

#include <type_traits>
#include <utility>

// Functions and layers of one scope, made anew in another. Copies share the code on the disk, which
// may have lost its other owners meanwhile.
namespace lambda_host {

namespace {

template <class Map>
void add_all(Map&& from, std::remove_cvref_t<Map>& to) {
  for (auto& [key, value] : from) to.insert_or_assign(key, std::move(value));
}

}  // namespace

std::vector<FunctionRegistry::Record> FunctionRegistry::records(const core::Scope& scope,
                                                                FunctionCursor& cursor,
                                                                std::size_t most) const {
  std::vector<Record> found;
  std::size_t count = 0;
  for (auto at = functions_.lower_bound({scope, cursor.name}); count < most; ++at) {
    cursor.at_end = at == functions_.end() || at->first.first != scope;
    if (cursor.at_end) break;
    const core::FunctionName& name = at->first.second;
    FunctionRecord part;
    if (name != cursor.name) {
      cursor = {.name = name};
      part.latest = at->second.latest;
      ++count;
    }
    const std::size_t copied = copy_behind(cursor, at->second, most - count, part);
    count += copied;
    if (part.latest || copied > 0) found.emplace_back(name, std::move(part));
  }
  return found;
}

void FunctionRegistry::copy(const core::FunctionName& name, const FunctionRecord& record,
                            const core::Scope& to, const Rewrite& rewrite) {
  const Key key(to, name);
  if (!record.latest && !functions_.contains(key)) return;
  std::vector<FunctionDocument> documents;
  FunctionRecord copy = copy_of(record, key, rewrite, documents);
  store_.commit(documents);
  for (const DeploymentPtr& deployment : copy.deployments()) code_uses_.add(*deployment->code);
  const bool is_folder = copy.latest && !copy.latest->code->folder().empty();
  FunctionRecord& whole = functions_[key];
  if (copy.latest) whole.latest = std::move(copy.latest);
  add_all(std::move(copy.versions), whole.versions);
  add_all(std::move(copy.aliases), whole.aliases);
  add_all(std::move(copy.attachments), whole.attachments);
  tell_of_demand(to, name);
  tell_of_folders(is_folder);
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
  if (record.latest) copy.latest = copied(record.latest);
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

std::vector<std::pair<std::string, LayerRegistry::Layer>> LayerRegistry::layers(
    const core::Scope& scope, const std::string& after, std::size_t most) const {
  std::vector<std::pair<std::string, Layer>> found;
  for (auto at = layers_.upper_bound({scope, after});
       at != layers_.end() && at->first.first == scope && found.size() < most; ++at) {
    found.emplace_back(at->first.second, at->second);
  }
  return found;
}

void LayerRegistry::copy(const std::string& name, const Layer& layer, const core::Scope& to,
                         const Rewrite& rewrite) {
  Layer copy;
  copy.last_version = layer.last_version;
  std::vector<FunctionDocument> documents;
  documents.push_back({FunctionPart::layer, to, name, std::to_string(layer.last_version)});
  for (const auto& [number, stored] : layer.versions) {
    LayerVersion version = read_stored_layer(to, rewrite(write_stored_layer(stored.version)));
    documents.push_back(document_of(version));
    copy.versions[number] = {std::move(version), stored.code};
  }
  store_.commit(documents);
  for (const auto& [number, stored] : copy.versions) code_uses_.add(*stored.code);
  layers_.insert_or_assign({to, name}, std::move(copy));
}

}  // namespace lambda_host
