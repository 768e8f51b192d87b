#include "lambda-host/functions/function_registry.h"

#include "core/api_error.h"
#include "core/arn.h"
#include "core/uuid.h"
#include "lambda-host/constraints.h"
#include "lambda-host/functions/function_name_pattern.h"
#include "lambda-host/functions/runtime.h"

#include <fmt/format.h>

#include <set>

namespace lambda_host {
namespace {

using core::ErrorCode;

[[noreturn]] void throw_not_found(const core::Scope& scope, const core::FunctionName& name,
                                  const std::string& qualifier) {
  std::string arn = core::function_arn(scope, name);
  if (!qualifier.empty()) arn += ":" + qualifier;
  throw core::ApiError(ErrorCode::resource_not_found, "Function not found: " + arn);
}

void require_mandatory(const FunctionSettings& settings) {
  if (!settings.role) {
    Constraints constraints;
    constraints.missing("role");
    constraints.require_none();
  }
  if (!settings.runtime || !settings.handler) {
    throw_invalid_parameter(
        "Runtime and Handler are mandatory parameters for functions created with deployment "
        "packages.");
  }
}

// Which qualifiers can't be deleted shows before the function is looked for (recorded answers).
void refuse_qualifier(const std::string& qualifier) {
  if (qualifier == kLatestVersion) {
    throw_invalid_parameter("$LATEST version cannot be deleted without deleting the function.");
  }
  if (is_alias_name(qualifier)) {
    throw_invalid_parameter("Deletion of aliases is not currently supported.");
  }
}

// LastModified shows milliseconds and is kept across restarts as it was shown.
core::WallTime modification_time(const core::Clock& clock) {
  return std::chrono::floor<std::chrono::milliseconds>(clock.now());
}

}  // namespace

FunctionRegistry::FunctionRegistry(FunctionStore& store, const core::Clock& clock,
                                   storage::files::OwnedDirectory code_root)
    : store_(store), clock_(clock), code_root_(std::move(code_root)) {
  load();
  discard_unused_code();
}

void FunctionRegistry::load() {
  for (FunctionConfiguration& configuration : store_.load_all()) {
    auto code = std::make_shared<const CodeDirectory>(code_root_, configuration.code_id);
    const Key key{configuration.scope, configuration.name};
    functions_[key] =
        std::make_shared<const Deployment>(Deployment{std::move(configuration), std::move(code)});
  }
}

// What a crash between unpacking and saving left behind. Anything of another name isn't ours.
void FunctionRegistry::discard_unused_code() const {
  std::set<std::string> used;
  for (const auto& [key, deployment] : functions_) used.insert(deployment->code->id());
  for (const std::string& name : code_root_.directory().names()) {
    if (core::is_uuid(name) && used.count(name) == 0) code_root_.discard(name);
  }
}

void FunctionRegistry::check_create(const core::Scope& scope, const core::FunctionName& name,
                                    const FunctionSettings& settings) const {
  check_limits(settings);
  require_mandatory(settings);
  check_log_levels(settings, LogFormat::text);
  require_runtime(*settings.runtime);
  if (find(scope, name)) {
    throw core::ApiError(ErrorCode::resource_conflict, "Function already exist: " + name.get());
  }
}

FunctionConfiguration FunctionRegistry::create(const core::Scope& scope,
                                               const core::FunctionName& name,
                                               const FunctionSettings& settings,
                                               PreparedCode code) {
  check_create(scope, name, settings);
  FunctionConfiguration configuration;
  configuration.scope = scope;
  configuration.name = name;
  configuration.logging.group = "/aws/lambda/" + name.get();
  apply(settings, configuration);
  configuration.code_id = code.directory->id();
  configuration.code_sha256 = std::move(code.sha256);
  configuration.code_size_bytes = code.size_bytes;
  return replace(std::move(configuration), code.directory);
}

DeploymentPtr FunctionRegistry::find(const core::Scope& scope, const core::FunctionName& name,
                                     const std::string& qualifier) const {
  if (!qualifier.empty() && qualifier != kLatestVersion) return nullptr;
  const auto found = functions_.find({scope, name});
  return found == functions_.end() ? nullptr : found->second;
}

DeploymentPtr FunctionRegistry::require(const core::Scope& scope, const core::FunctionName& name,
                                        const std::string& qualifier) const {
  DeploymentPtr deployment = find(scope, name, qualifier);
  if (!deployment) throw_not_found(scope, name, qualifier);
  return deployment;
}

std::vector<DeploymentPtr> FunctionRegistry::list(const core::Scope& scope) const {
  std::vector<DeploymentPtr> listed;
  const Key first{scope, core::FunctionName()};
  for (auto f = functions_.lower_bound(first); f != functions_.end(); ++f) {
    if (f->first.first != scope) break;
    listed.push_back(f->second);
  }
  return listed;
}

void FunctionRegistry::check_revision(const core::Scope& scope, const core::FunctionName& name,
                                      const std::optional<std::string>& revision_id) const {
  const DeploymentPtr deployment = require(scope, name);
  if (!revision_id || *revision_id == deployment->configuration.revision_id) return;
  throw core::ApiError(ErrorCode::precondition_failed,
                       "The Revision Id provided does not match the latest Revision Id. Call the "
                       "GetFunction/GetAlias API to retrieve the latest Revision Id");
}

FunctionConfiguration FunctionRegistry::update_code(const core::Scope& scope,
                                                    const core::FunctionName& name,
                                                    const CodeSettings& settings,
                                                    PreparedCode code) {
  FunctionSettings checked;
  checked.architectures = settings.architectures;
  check_limits(checked);
  check_revision(scope, name, settings.revision_id);
  const DeploymentPtr current = require(scope, name);
  FunctionConfiguration configuration = current->configuration;
  apply(checked, configuration);
  configuration.code_id = code.directory->id();
  configuration.code_sha256 = std::move(code.sha256);
  configuration.code_size_bytes = code.size_bytes;
  FunctionConfiguration answer = replace(std::move(configuration), code.directory);
  current->code->discard();  // once the last handler process on it is gone
  return answer;
}

FunctionConfiguration FunctionRegistry::update_configuration(const core::Scope& scope,
                                                             const core::FunctionName& name,
                                                             const FunctionSettings& settings) {
  check_limits(settings);
  if (settings.runtime) require_runtime(*settings.runtime);
  check_revision(scope, name, settings.revision_id);
  const DeploymentPtr current = require(scope, name);
  check_log_levels(settings, current->configuration.logging.format);
  FunctionConfiguration configuration = current->configuration;
  apply(settings, configuration);
  return replace(std::move(configuration), current->code);
}

void FunctionRegistry::set_tags(const core::Scope& scope, const core::FunctionName& name,
                                Variables tags) {
  FunctionSettings checked;
  checked.tags = tags;
  check_limits(checked);
  const DeploymentPtr current = require(scope, name);
  Deployment changed = *current;
  changed.configuration.tags = std::move(tags);
  store_.save(changed.configuration);
  functions_[{scope, name}] = std::make_shared<const Deployment>(std::move(changed));
}

void FunctionRegistry::erase(const core::Scope& scope, const core::FunctionName& name,
                             const std::string& qualifier) {
  refuse_qualifier(qualifier);
  const DeploymentPtr current = require(scope, name);
  if (!qualifier.empty()) return;
  store_.erase(scope, name);
  functions_.erase({scope, name});
  current->code->discard();
  if (listener_) listener_->retired(*current);
}

FunctionConfiguration FunctionRegistry::replace(FunctionConfiguration configuration,
                                                const std::shared_ptr<const CodeDirectory>& code) {
  configuration.last_modified = modification_time(clock_);
  configuration.revision_id = core::random_uuid();
  FunctionConfiguration answer = configuration;
  // The end of the transition makes a revision of its own, which requests see from now on.
  configuration.revision_id = core::random_uuid();
  store_.save(configuration);
  code->keep();
  DeploymentPtr& slot = functions_[{configuration.scope, configuration.name}];
  const DeploymentPtr old = std::exchange(
      slot, std::make_shared<const Deployment>(Deployment{std::move(configuration), code}));
  if (old && listener_) listener_->retired(*old);
  return answer;
}

}  // namespace lambda_host
