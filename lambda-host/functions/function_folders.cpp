#include "lambda-host/functions/function_registry.h"

// Functions whose code is a folder of the user's.
namespace lambda_host {

void FunctionRegistry::tell_of_folders(bool have_changed) const {
  if (have_changed && folders_changed_) folders_changed_();
}

std::set<std::string> FunctionRegistry::folders() const {
  std::set<std::string> folders;
  for (const auto& [key, record] : functions_) folders.insert(record.latest->code->folder());
  folders.erase("");
  return folders;
}

std::vector<DeploymentPtr> FunctionRegistry::reload_folder(const std::string& folder) {
  std::vector<DeploymentPtr> reloaded;
  for (auto& [key, record] : functions_) {
    if (record.latest->code->folder() != folder) continue;
    const DeploymentPtr before = record.latest;
    record.latest = make_deployment(before->configuration, before->code);
    if (listener_) listener_->reloaded(*before, record.latest);
    reloaded.push_back(record.latest);
  }
  return reloaded;
}

}  // namespace lambda_host
