#pragma once

#include "core/clock.h"
#include "core/names.h"
#include "lambda-host/functions/function.h"
#include "lambda-host/functions/function_settings.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

// All functions by scope and name, kept in memory and saved through a FunctionStore. Belongs to the
// engine thread; the slow part of an upload is prepare_code, which runs elsewhere and comes first.
namespace lambda_host {

// Keeps configurations across restarts; the code lies in files of its own.
class FunctionStore {
 public:
  virtual ~FunctionStore() = default;
  // Adds the function or replaces the one of the same scope and name.
  virtual void save(const FunctionConfiguration& configuration) = 0;
  virtual void erase(const core::Scope& scope, const core::FunctionName& name) = 0;
  virtual std::vector<FunctionConfiguration> load_all() = 0;
};

// Hears when a deployment is no longer the current one: its function was changed or deleted.
class DeploymentListener {
 public:
  virtual ~DeploymentListener() = default;
  virtual void retired(const Deployment& deployment) = 0;
};

class FunctionRegistry {
 public:
  // Loads what the store has, and discards code directories below `code_root` that no function
  // uses. `store` and `clock` must outlive the registry.
  FunctionRegistry(FunctionStore& store, const core::Clock& clock,
                   storage::files::OwnedDirectory code_root);

  // Where prepare_code has to put code for this registry.
  const storage::files::OwnedDirectory& code_root() const { return code_root_; }
  void set_listener(DeploymentListener* listener) { listener_ = listener; }

  // Checks the settings against everything but the code: call it before prepare_code, so that a bad
  // request costs nothing. Throws ApiError as create would.
  void check_create(const core::Scope& scope, const core::FunctionName& name,
                    const FunctionSettings& settings) const;
  // The answer is the configuration as it stands; written with Phase::creating it is AWS's answer.
  FunctionConfiguration create(const core::Scope& scope, const core::FunctionName& name,
                               const FunctionSettings& settings, PreparedCode code);

  // nullptr when there is none. `qualifier` empty means $LATEST.
  DeploymentPtr find(const core::Scope& scope, const core::FunctionName& name,
                     const std::string& qualifier = {}) const;
  // Throws `Function not found: ARN`, where the ARN has the qualifier if one was given.
  DeploymentPtr require(const core::Scope& scope, const core::FunctionName& name,
                        const std::string& qualifier = {}) const;
  // By name.
  std::vector<DeploymentPtr> list(const core::Scope& scope) const;

  // Throws ApiError when the function is missing or the revision isn't the given one: likewise for
  // use before prepare_code.
  void check_revision(const core::Scope& scope, const core::FunctionName& name,
                      const std::optional<std::string>& revision_id) const;
  FunctionConfiguration update_code(const core::Scope& scope, const core::FunctionName& name,
                                    const CodeSettings& settings, PreparedCode code);
  FunctionConfiguration update_configuration(const core::Scope& scope,
                                             const core::FunctionName& name,
                                             const FunctionSettings& settings);
  // Replaces all tags. Tags are no part of a revision: running handlers go on.
  void set_tags(const core::Scope& scope, const core::FunctionName& name, Variables tags);
  // With the qualifier of a version there is nothing to do, since there are none. Throws when there
  // is no such function, or the qualifier is $LATEST or an alias's.
  void erase(const core::Scope& scope, const core::FunctionName& name,
             const std::string& qualifier = {});

 private:
  using Key = std::pair<core::Scope, core::FunctionName>;

  void load();
  void discard_unused_code() const;
  // Saves the new state, makes it the current one and retires the old. A new revision each time.
  FunctionConfiguration replace(FunctionConfiguration configuration,
                                const std::shared_ptr<const CodeDirectory>& code);

  FunctionStore& store_;
  const core::Clock& clock_;
  storage::files::OwnedDirectory code_root_;
  DeploymentListener* listener_ = nullptr;
  std::map<Key, DeploymentPtr> functions_;
};

}  // namespace lambda_host
