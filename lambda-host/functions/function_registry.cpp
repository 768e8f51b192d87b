#include "lambda-host/functions/function_registry.h"

#include "core/api_error.h"
#include "core/arn.h"
#include "core/uuid.h"
#include "lambda-host/constraints.h"
#include "lambda-host/functions/function_documents.h"
#include "lambda-host/functions/function_json.h"
#include "lambda-host/functions/function_name_pattern.h"
#include "lambda-host/functions/kept_settings.h"
#include "lambda-host/functions/layer_settings.h"

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

[[noreturn]] void throw_in_progress(const FunctionConfiguration& configuration) {
  throw core::ApiError(ErrorCode::resource_conflict,
                       "The operation cannot be performed at this time. An update is in progress "
                       "for resource: " +
                           unqualified_arn(configuration));
}

// Layers may have been changed while the code was being prepared with those of before.
void take_over(PreparedCode code, FunctionConfiguration& configuration) {
  if (code.layers != configuration.layers) throw_in_progress(configuration);
  configuration.code_id = code.directory->id();
  configuration.code_folder = code.directory->folder();
  configuration.code_sha256 = std::move(code.sha256);
  configuration.code_size_bytes = code.size_bytes;
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

}  // namespace

FunctionRegistry::FunctionRegistry(FunctionStore& store, const core::Clock& clock,
                                   storage::files::OwnedDirectory code_root)
    : store_(store),
      clock_(clock),
      code_root_(std::move(code_root)),
      layers_(store, clock, code_root_) {
  load();
  discard_unused_code();
}

// Documents come in no order, and versions share the code that nobody has changed since.
void FunctionRegistry::load() {
  std::map<std::string, std::shared_ptr<const CodeDirectory>> codes;
  for (FunctionDocument& document : store_.load_all(FunctionPart::version)) {
    FunctionConfiguration configuration = read_stored_configuration(*std::move(document.text));
    auto& code = codes[configuration.code_id];
    if (!code) {
      code = std::make_shared<const CodeDirectory>(code_root_, configuration.code_id,
                                                   configuration.code_folder);
    }
    FunctionRecord& record = functions_[{configuration.scope, configuration.name}];
    const std::int64_t number = version_number(configuration.version);
    (number == 0 ? record.latest : record.versions[number]) =
        make_deployment(std::move(configuration), code);
    code_uses_.add(*code);
  }
  for (FunctionDocument& document : store_.load_all(FunctionPart::alias)) {
    const std::string name = document.name.substr(0, document.name.find(':'));
    Alias alias = read_stored_alias(*std::move(document.text));
    functions_.at({document.scope, core::FunctionName(name)}).aliases[alias.name] =
        std::move(alias);
  }
  load_attachments();
}

DeploymentPtr FunctionRegistry::make_deployment(FunctionConfiguration configuration,
                                                std::shared_ptr<const CodeDirectory> code) {
  return std::make_shared<const Deployment>(
      Deployment{std::move(configuration), std::move(code), next_deployment_++});
}

// What a crash between unpacking and saving left behind. Anything of another name isn't ours.
void FunctionRegistry::discard_unused_code() const {
  std::set<std::string> used = layers_.code_ids();
  for (const auto& [key, record] : functions_) {
    for (const DeploymentPtr& each : record.deployments()) used.insert(each->code->id());
  }
  for (const std::string& name : code_root_.directory().names()) {
    if (core::is_uuid(name) && used.count(name) == 0) code_root_.discard(name);
  }
}

void FunctionRegistry::check_create(const core::Scope& scope, const core::FunctionName& name,
                                    const FunctionSettings& settings) const {
  check_limits(settings);
  require_mandatory(settings);
  check_log_levels(settings, LogFormat::text);
  runtimes_.require(*settings.runtime);
  check_snap_start(settings.snap_start.value_or("None"), *settings.runtime);
  if (settings.layers) find_layers(layers_, scope, *settings.layers);
  if (find(scope, name)) {
    throw core::ApiError(ErrorCode::resource_conflict, "Function already exist: " + name.get());
  }
}

FunctionConfiguration FunctionRegistry::create(const core::Scope& scope,
                                               const core::FunctionName& name,
                                               const FunctionSettings& settings,
                                               PreparedCode code) {
  check_create(scope, name, settings);
  const auto directory = code.directory;
  FunctionConfiguration configuration;
  configuration.scope = scope;
  configuration.name = name;
  configuration.logging.group = "/aws/lambda/" + name.get();
  apply(settings, configuration);
  set_layers(settings, configuration);
  take_over(std::move(code), configuration);
  return replace(std::move(configuration), directory);
}

DeploymentPtr FunctionRegistry::find(const core::Scope& scope, const core::FunctionName& name,
                                     const std::string& qualifier) const {
  const auto found = functions_.find({scope, name});
  return found == functions_.end() ? nullptr : found->second.find(qualifier);
}

DeploymentPtr FunctionRegistry::require(const core::Scope& scope, const core::FunctionName& name,
                                        const std::string& qualifier) const {
  DeploymentPtr deployment = find(scope, name, qualifier);
  if (!deployment) throw_not_found(scope, name, qualifier);
  return deployment;
}

DeploymentPtr FunctionRegistry::route(const core::Scope& scope, const core::FunctionName& name,
                                      const std::string& qualifier, double fraction) const {
  const auto found = functions_.find({scope, name});
  DeploymentPtr deployment =
      found == functions_.end() ? nullptr : found->second.route(qualifier, fraction);
  if (!deployment) throw_not_found(scope, name, qualifier);
  return deployment;
}

const FunctionRecord& FunctionRegistry::require_record(const core::Scope& scope,
                                                       const core::FunctionName& name) const {
  const auto found = functions_.find({scope, name});
  if (found == functions_.end()) throw_not_found(scope, name, {});
  return found->second;
}

FunctionRecord& FunctionRegistry::require_record(const core::Scope& scope,
                                                 const core::FunctionName& name) {
  const auto found = functions_.find({scope, name});
  if (found == functions_.end()) throw_not_found(scope, name, {});
  return found->second;
}

std::vector<std::pair<core::Scope, core::FunctionName>> FunctionRegistry::names() const {
  std::vector<std::pair<core::Scope, core::FunctionName>> all;
  for (const auto& [key, record] : functions_) all.push_back(key);
  return all;
}

void FunctionRegistry::tell_of_demand(const core::Scope& scope,
                                      const core::FunctionName& name) const {
  if (listener_) listener_->demand_changed(scope, name);
}

std::vector<DeploymentPtr> FunctionRegistry::list(const core::Scope& scope) const {
  std::vector<DeploymentPtr> listed;
  const Key first{scope, core::FunctionName()};
  for (auto f = functions_.lower_bound(first); f != functions_.end(); ++f) {
    if (f->first.first != scope) break;
    listed.push_back(f->second.latest);
  }
  return listed;
}

std::vector<DeploymentPtr> FunctionRegistry::versions(const core::Scope& scope,
                                                      const core::FunctionName& name) const {
  return require_record(scope, name).deployments();
}

void FunctionRegistry::check_revision(const core::Scope& scope, const core::FunctionName& name,
                                      const std::optional<std::string>& revision_id) const {
  require_revision(revision_id, require(scope, name)->configuration.revision_id);
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
  const auto directory = code.directory;
  take_over(std::move(code), configuration);
  return replace(std::move(configuration), directory);
}

FunctionConfiguration FunctionRegistry::update_configuration(const core::Scope& scope,
                                                             const core::FunctionName& name,
                                                             const FunctionSettings& settings,
                                                             std::optional<PreparedCode> layered) {
  check_limits(settings);
  if (settings.runtime) runtimes_.require(*settings.runtime);
  check_revision(scope, name, settings.revision_id);
  const DeploymentPtr current = require(scope, name);
  check_log_levels(settings, current->configuration.logging.format);
  FunctionConfiguration configuration = current->configuration;
  apply(settings, configuration);
  check_snap_start(configuration.snap_start, configuration.runtime);
  set_layers(settings, configuration);
  if (!layered) {
    if (configuration.layers != current->configuration.layers) throw_in_progress(configuration);
    return replace(std::move(configuration), current->code);
  }
  if (layered->sha256 != configuration.code_sha256) throw_in_progress(configuration);
  const auto directory = layered->directory;
  take_over(*std::move(layered), configuration);
  return replace(std::move(configuration), directory);
}

void FunctionRegistry::set_layers(const FunctionSettings& settings,
                                  FunctionConfiguration& configuration) const {
  if (settings.layers) {
    configuration.layers = find_layers(layers_, configuration.scope, *settings.layers);
  }
}

void FunctionRegistry::set_tags(const core::Scope& scope, const core::FunctionName& name,
                                Variables tags) {
  FunctionSettings checked;
  checked.tags = tags;
  check_limits(checked);
  const DeploymentPtr current = require(scope, name);
  Deployment changed = *current;
  changed.configuration.tags = std::move(tags);
  changed.configuration.revision_id = core::random_uuid();
  store_.commit({document_of(changed.configuration)});
  functions_[{scope, name}].latest = std::make_shared<const Deployment>(std::move(changed));
}

void FunctionRegistry::erase(const core::Scope& scope, const core::FunctionName& name,
                             const std::string& qualifier) {
  refuse_qualifier(qualifier);
  FunctionRecord& record = require_record(scope, name);
  if (!qualifier.empty()) return erase_version(record, qualifier);
  erase_some(scope, name, core::kAll);
}

void FunctionRegistry::retire(const DeploymentPtr& deployment) {
  code_uses_.remove(*deployment->code);
  if (listener_) listener_->retired(*deployment);
}

FunctionConfiguration FunctionRegistry::replace(FunctionConfiguration configuration,
                                                const std::shared_ptr<const CodeDirectory>& code) {
  configuration.last_modified = modification_time(clock_);
  configuration.revision_id = core::random_uuid();
  FunctionConfiguration answer = configuration;
  // The end of the transition makes a revision of its own, which requests see from now on.
  configuration.revision_id = core::random_uuid();
  store_.commit({document_of(configuration)});
  code_uses_.add(*code);
  FunctionRecord& record = functions_[{configuration.scope, configuration.name}];
  const DeploymentPtr old =
      std::exchange(record.latest, make_deployment(std::move(configuration), code));
  if (old) retire(old);
  tell_of_folders(!answer.code_folder.empty() || (old && !old->code->folder().empty()));
  if (listener_) listener_->deployed(record.latest);
  return answer;
}

}  // namespace lambda_host
