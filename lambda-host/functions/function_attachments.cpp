#include "lambda-host/functions/function_documents.h"
#include "lambda-host/functions/function_registry.h"

#include <algorithm>

// What others keep of a function.
namespace lambda_host {

void FunctionRegistry::load_attachments() {
  for (const FunctionPart part : kAttachments) {
    for (FunctionDocument& document : store_.load_all(part)) {
      const auto colon = std::min(document.name.find(':'), document.name.size());
      const core::FunctionName name(document.name.substr(0, colon));
      const auto begin = std::min(colon + 1, document.name.size());
      functions_.at({document.scope, name}).attachments[{part, document.name.substr(begin)}] =
          *std::move(document.text);
    }
  }
}

const std::string* FunctionRegistry::attachment(FunctionPart part, const core::Scope& scope,
                                                const core::FunctionName& name,
                                                const std::string& qualifier) const {
  const auto function = functions_.find({scope, name});
  if (function == functions_.end()) return nullptr;
  const auto found = function->second.attachments.find({part, qualifier});
  return found == function->second.attachments.end() ? nullptr : &found->second;
}

std::vector<std::pair<std::string, std::string>> FunctionRegistry::attachments(
    FunctionPart part, const core::Scope& scope, const core::FunctionName& name) const {
  std::vector<std::pair<std::string, std::string>> found;
  for (const auto& [key, text] : require_record(scope, name).attachments) {
    if (key.first == part) found.emplace_back(key.second, text);
  }
  return found;
}

void FunctionRegistry::attach(FunctionPart part, const core::Scope& scope,
                              const core::FunctionName& name, const std::string& qualifier,
                              std::optional<std::string> text) {
  FunctionRecord& record = require_record(scope, name);
  store_.commit({attachment_document(part, scope, name, qualifier, text)});
  record.keep(part, qualifier, std::move(text));
  if (part == FunctionPart::provisioned_concurrency) tell_of_demand(scope, name);
}

void FunctionRegistry::attach_policy(const core::Scope& scope, const core::FunctionName& name,
                                     const std::string& qualifier, std::optional<std::string> text,
                                     const std::string& revision_id) {
  FunctionRecord& record = require_record(scope, name);
  const auto policy = attachment_document(FunctionPart::policy, scope, name, qualifier, text);
  if (const auto alias = record.aliases.find(qualifier); alias != record.aliases.end()) {
    Alias changed = alias->second;
    changed.revision_id = revision_id;
    store_.commit({policy, document_of(scope, name, changed)});
    alias->second = std::move(changed);
  } else {
    Deployment changed = *record.find(qualifier);
    changed.configuration.revision_id = revision_id;
    store_.commit({policy, document_of(changed.configuration)});
    const std::int64_t number = version_number(qualifier);
    (number == 0 ? record.latest : record.versions[number]) =
        std::make_shared<const Deployment>(std::move(changed));
  }
  record.keep(FunctionPart::policy, qualifier, std::move(text));
}

std::vector<FunctionDocument> FunctionRegistry::without_attachments(
    const Key& key, const std::string& qualifier) const {
  std::vector<FunctionDocument> documents;
  for (const auto& [attached, text] : functions_.at(key).attachments) {
    if (attached.second != qualifier) continue;
    documents.push_back(
        attachment_document(attached.first, key.first, key.second, qualifier, std::nullopt));
  }
  return documents;
}

}  // namespace lambda_host
