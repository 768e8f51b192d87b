#include "lambda-host/functions/function_documents.h"

#include "core/api_error.h"
#include "lambda-host/functions/function_json.h"

#include <fmt/format.h>

namespace lambda_host {

FunctionDocument document_of(const FunctionConfiguration& configuration) {
  return {FunctionPart::version, configuration.scope, version_key(configuration),
          write_stored_configuration(configuration)};
}

FunctionDocument document_of(const core::Scope& scope, const core::FunctionName& function,
                             const Alias& alias) {
  return {FunctionPart::alias, scope, function.get() + ":" + alias.name, write_stored_alias(alias)};
}

FunctionDocument attachment_document(FunctionPart part, const core::Scope& scope,
                                     const core::FunctionName& function,
                                     const std::string& qualifier,
                                     std::optional<std::string> text) {
  std::string name = function.get();
  if (!qualifier.empty()) name += ":" + qualifier;
  return {part, scope, std::move(name), std::move(text)};
}

FunctionDocument document_of(const LayerVersion& version) {
  return {FunctionPart::layer_version, version.scope,
          fmt::format("{}:{}", version.name, version.version), write_stored_layer(version)};
}

FunctionDocument erased(FunctionDocument document) {
  document.text.reset();
  return document;
}

core::WallTime modification_time(const core::Clock& clock) {
  return std::chrono::floor<std::chrono::milliseconds>(clock.now());
}

void require_revision(const std::optional<std::string>& given, const std::string& current) {
  if (!given || *given == current) return;
  throw core::ApiError(core::ErrorCode::precondition_failed,
                       "The Revision Id provided does not match the latest Revision Id. Call the "
                       "GetFunction/GetAlias API to retrieve the latest Revision Id");
}

}  // namespace lambda_host
