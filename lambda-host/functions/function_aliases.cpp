#include "core/api_error.h"
#include "core/arn.h"
#include "core/uuid.h"
#include "lambda-host/constraints.h"
#include "lambda-host/functions/function_documents.h"
#include "lambda-host/functions/function_registry.h"

#include <fmt/format.h>

#include <utility>

// Aliases of functions.
namespace lambda_host {
namespace {

using core::ErrorCode;

std::string alias_arn(const core::Scope& scope, const core::FunctionName& name,
                      const std::string& alias) {
  return core::function_arn(scope, name) + ":" + alias;
}

// What the API model can't say of a routing.
void check_routing(const Alias& alias) {
  if (alias.weights.size() > 1) {
    throw_invalid_parameter("Number of items in AdditionalVersionWeights cannot be greater than 1");
  }
  if (alias.weights.count(alias.function_version) > 0) {
    throw_invalid_parameter(
        fmt::format("Invalid function version {0}. Function version {0} is already included in "
                    "routing configuration.",
                    alias.function_version));
  }
  if (!alias.weights.empty() && alias.function_version == kLatestVersion) {
    throw_untyped_invalid_parameter(
        "$LATEST is not supported for an alias pointing to more than 1 version");
  }
}

void apply(const AliasSettings& settings, Alias& alias) {
  if (settings.function_version) alias.function_version = *settings.function_version;
  if (settings.description) alias.description = *settings.description;
  if (settings.weights) alias.weights = *settings.weights;
  alias.revision_id = core::random_uuid();
}

// Throws unless there is each version that the alias names.
void require_versions(const FunctionRegistry& registry, const core::Scope& scope,
                      const core::FunctionName& name, const Alias& alias) {
  registry.require(scope, name, alias.function_version);
  for (const auto& [version, weight] : alias.weights) registry.require(scope, name, version);
}

}  // namespace

void FunctionRegistry::save_alias(const Key& key, const Alias& alias) {
  store_.commit({document_of(key.first, key.second, alias)});
  FunctionRecord& record = functions_.at(key);
  const Alias before = std::exchange(record.aliases[alias.name], alias);
  tell_of_demand(key.first, key.second);
  tell_of_alias(record, before, alias);
}

void FunctionRegistry::tell_of_alias(const FunctionRecord& record, const Alias& before,
                                     const Alias& now) const {
  if (!listener_) return;
  for (const DeploymentPtr& each : record.deployments()) {
    const std::string& version = each->configuration.version;
    if (refers_to(now, version) && !refers_to(before, version)) listener_->pointed_at(each);
  }
}

const Alias& FunctionRegistry::create_alias(const core::Scope& scope,
                                            const core::FunctionName& name,
                                            const AliasSettings& settings) {
  check_new_alias(settings);
  Alias alias;
  alias.name = *settings.name;
  apply(settings, alias);
  check_routing(alias);
  require_versions(*this, scope, name, alias);
  const FunctionRecord& record = require_record(scope, name);
  if (record.aliases.count(alias.name) > 0) {
    throw core::ApiError(ErrorCode::resource_conflict,
                         "Alias already exists: " + alias_arn(scope, name, alias.name));
  }
  save_alias({scope, name}, alias);
  return record.aliases.at(alias.name);
}

const Alias& FunctionRegistry::update_alias(const core::Scope& scope,
                                            const core::FunctionName& name,
                                            const std::string& alias,
                                            const AliasSettings& settings) {
  check_limits(settings);
  const FunctionRecord& record = require_record(scope, name);
  const auto found = record.aliases.find(alias);
  if (found == record.aliases.end()) {
    throw core::ApiError(ErrorCode::resource_not_found,
                         "Alias not found: " + alias_arn(scope, name, alias));
  }
  require_revision(settings.revision_id, found->second.revision_id);
  Alias changed = found->second;
  apply(settings, changed);
  check_routing(changed);
  require_versions(*this, scope, name, changed);
  save_alias({scope, name}, changed);
  return found->second;
}

const Alias& FunctionRegistry::require_alias(const core::Scope& scope,
                                             const core::FunctionName& name,
                                             const std::string& alias) const {
  const FunctionRecord& record = require_record(scope, name);
  const auto found = record.aliases.find(alias);
  if (found != record.aliases.end()) return found->second;
  throw core::ApiError(ErrorCode::resource_not_found,
                       "Cannot find alias arn: " + alias_arn(scope, name, alias));
}

std::vector<const Alias*> FunctionRegistry::aliases(const core::Scope& scope,
                                                    const core::FunctionName& name) const {
  std::vector<const Alias*> listed;
  for (const auto& [alias_name, alias] : require_record(scope, name).aliases) {
    listed.push_back(&alias);
  }
  return listed;
}

void FunctionRegistry::erase_alias(const core::Scope& scope, const core::FunctionName& name,
                                   const std::string& alias) {
  FunctionRecord& record = require_record(scope, name);
  const auto found = record.aliases.find(alias);
  if (found == record.aliases.end()) return;
  auto documents = without_attachments({scope, name}, alias);
  documents.push_back(erased(document_of(scope, name, found->second)));
  store_.commit(documents);
  record.aliases.erase(found);
  record.drop_attachments(alias);
  tell_of_demand(scope, name);
}

}  // namespace lambda_host
