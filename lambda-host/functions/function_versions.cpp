#include "core/api_error.h"
#include "core/uuid.h"
#include "lambda-host/constraints.h"
#include "lambda-host/functions/code_folder.h"
#include "lambda-host/functions/function_documents.h"
#include "lambda-host/functions/function_registry.h"

#include <fmt/format.h>

// Publishing and deleting versions.
namespace lambda_host {
namespace {

void require_code(const std::optional<std::string>& given, const std::string& current) {
  if (!given || *given == current) return;
  throw_invalid_parameter(
      fmt::format("CodeSHA256 ({}) is different from current CodeSHA256 in $LATEST ({}). Please "
                  "try again with the CodeSHA256 in $LATEST.",
                  *given, current));
}

void check_description(const PublishSettings& settings) {
  FunctionSettings checked;
  checked.description = settings.description;
  check_limits(checked);
}

// The version that was published last, if it is still there and nothing has changed since.
DeploymentPtr published_already(const FunctionRecord& record) {
  const FunctionConfiguration& latest = record.latest->configuration;
  const auto last = record.versions.find(latest.last_version);
  if (last == record.versions.end()) return nullptr;
  return is_published_as(last->second->configuration, latest) ? last->second : nullptr;
}

FunctionConfiguration frozen(const FunctionConfiguration& latest,
                             const std::optional<std::string>& description,
                             core::WallTime published_at) {
  FunctionConfiguration version = latest;
  version.version = std::to_string(latest.last_version);
  version.last_version = 0;
  version.published_description = latest.description;
  if (description) version.description = *description;
  version.last_modified = published_at;
  version.revision_id = core::random_uuid();
  version.tags.clear();  // only functions have tags
  return version;
}

}  // namespace

// $LATEST gets another revision, but goes on as it is: its handlers run on.
FunctionRegistry::Publication FunctionRegistry::publish(const core::Scope& scope,
                                                        const core::FunctionName& name,
                                                        const PublishSettings& settings) {
  check_description(settings);
  FunctionRecord& record = require_record(scope, name);
  Deployment latest = *record.latest;
  require_revision(settings.revision_id, latest.configuration.revision_id);
  require_code(settings.code_sha256, latest.configuration.code_sha256);
  refuse_to_publish(latest.configuration.code_folder);
  if (DeploymentPtr version = published_already(record)) return {std::move(version), false};
  const std::int64_t number = ++latest.configuration.last_version;
  latest.configuration.revision_id = core::random_uuid();
  FunctionConfiguration version =
      frozen(latest.configuration, settings.description, modification_time(clock_));
  store_.commit({document_of(latest.configuration), document_of(version)});
  const auto code = latest.code;
  record.latest = std::make_shared<const Deployment>(std::move(latest));
  record.versions[number] = make_deployment(std::move(version), code);
  code_uses_.add(*code);
  if (listener_) listener_->deployed(record.versions[number]);
  return {record.versions[number], true};
}

void FunctionRegistry::erase_version(FunctionRecord& record, const std::string& version) {
  const auto found = record.versions.find(version_number(version));
  if (found == record.versions.end()) return;
  if (const auto names = record.aliases_of(version); !names.empty()) {
    throw core::ApiError(
        core::ErrorCode::resource_conflict,
        fmt::format("Unable to delete version because the following aliases reference it: [{}]",
                    fmt::join(names, ", ")));
  }
  const DeploymentPtr gone = found->second;
  const FunctionConfiguration& f = gone->configuration;
  auto documents = without_attachments({f.scope, f.name}, version);
  documents.push_back(erased(document_of(f)));
  store_.commit(documents);
  record.versions.erase(found);
  record.drop_attachments(version);
  retire(gone);
}

}  // namespace lambda_host
