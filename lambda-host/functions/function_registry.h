#pragma once

#include "core/clock.h"
#include "core/names.h"
#include "core/scope_filter.h"
#include "lambda-host/functions/alias_settings.h"
#include "lambda-host/functions/code_uses.h"
#include "lambda-host/functions/function_record.h"
#include "lambda-host/functions/function_settings.h"
#include "lambda-host/functions/function_store.h"
#include "lambda-host/functions/layer_registry.h"
#include "lambda-host/functions/runtimes.h"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

// All functions by scope and name, with their versions and aliases, kept in memory and saved
// through a FunctionStore. Belongs to the engine thread; the slow part of an upload is
// prepare_code, which runs elsewhere and comes first.
namespace lambda_host {

// How it stands with the processes of a deployment that provisioned concurrency asks for.
struct ProvisionedStatus {
  enum class Progress { in_progress, ready, failed };

  std::size_t ready = 0;  // processes that wait for invocations, or have one
  Progress progress = Progress::in_progress;
};

// Who runs deployments.
class DeploymentListener {
 public:
  virtual ~DeploymentListener() = default;
  // A function was made, changed or published: this is the new deployment.
  virtual void deployed(const DeploymentPtr&) {}
  // An alias leads to a deployment that it didn't lead to.
  virtual void pointed_at(const DeploymentPtr&) {}
  // A deployment is no longer the current one: its function was changed, or it or its version was
  // deleted.
  virtual void retired(const Deployment& deployment) = 0;
  // The code of a function has changed where it lies: it was `before` until now, and is `after`
  // from here on.
  virtual void reloaded(const Deployment& before, const DeploymentPtr&) { retired(before); }
  // The provisioned concurrency of a function may have changed, or the version that an alias with
  // some of it points to.
  virtual void demand_changed(const core::Scope&, const core::FunctionName&) {}
  virtual ProvisionedStatus provisioned_status(const Deployment&) const { return {}; }
};

class FunctionRegistry {
 public:
  // Loads what the store has, and discards code directories below `code_root` that no function
  // uses. `store` and `clock` must outlive the registry.
  FunctionRegistry(FunctionStore& store, const core::Clock& clock,
                   storage::files::OwnedDirectory code_root);

  // Where prepare_code has to put code for this registry.
  const storage::files::OwnedDirectory& code_root() const { return code_root_; }
  // Whether code must be on the disk before a function has it: it then survives power loss, too.
  void set_durable(bool durable) { durable_ = durable; }
  bool durable() const { return durable_; }
  void set_listener(DeploymentListener* listener) { listener_ = listener; }
  // Which runtimes new settings may name.
  void set_runtimes(Runtimes runtimes) { runtimes_ = std::move(runtimes); }

  // Checks the settings against everything but the code: call it before prepare_code, so that a bad
  // request costs nothing. Throws ApiError as create would.
  void check_create(const core::Scope& scope, const core::FunctionName& name,
                    const FunctionSettings& settings) const;
  // The answer is the configuration as it stands; written with Phase::creating it is AWS's answer.
  FunctionConfiguration create(const core::Scope& scope, const core::FunctionName& name,
                               const FunctionSettings& settings, PreparedCode code);

  // nullptr when there is none. `qualifier` empty means $LATEST; an alias means its first version.
  DeploymentPtr find(const core::Scope& scope, const core::FunctionName& name,
                     const std::string& qualifier = {}) const;
  // Throws `Function not found: ARN`, where the ARN has the qualifier if one was given.
  DeploymentPtr require(const core::Scope& scope, const core::FunctionName& name,
                        const std::string& qualifier = {}) const;
  // As require, for one invocation: the versions of an alias take their shares of `fraction`, a
  // random number of at least 0 and below 1.
  DeploymentPtr route(const core::Scope& scope, const core::FunctionName& name,
                      const std::string& qualifier, double fraction) const;
  LayerRegistry& layers() { return layers_; }
  const LayerRegistry& layers() const { return layers_; }

  // How it stands with its provisioned concurrency, if it has some.
  ProvisionedStatus provisioned_status(const Deployment& deployment) const {
    return listener_ ? listener_->provisioned_status(deployment) : ProvisionedStatus{};
  }
  // All functions, of all scopes.
  std::vector<std::pair<core::Scope, core::FunctionName>> names() const;
  // $LATEST of each function, by name.
  std::vector<DeploymentPtr> list(const core::Scope& scope) const;
  // $LATEST, then the versions by number. Throws as require does.
  std::vector<DeploymentPtr> versions(const core::Scope& scope,
                                      const core::FunctionName& name) const;

  // Throws ApiError when the function is missing or the revision isn't the given one: likewise for
  // use before prepare_code.
  void check_revision(const core::Scope& scope, const core::FunctionName& name,
                      const std::optional<std::string>& revision_id) const;
  FunctionConfiguration update_code(const core::Scope& scope, const core::FunctionName& name,
                                    const CodeSettings& settings, PreparedCode code);
  // `layered` is the function's code with the layers that the settings ask for: needed if they ask
  // for some.
  FunctionConfiguration update_configuration(const core::Scope& scope,
                                             const core::FunctionName& name,
                                             const FunctionSettings& settings,
                                             std::optional<PreparedCode> layered = std::nullopt);
  // Replaces all tags. The function gets another revision (recorded answers), but goes on as it is:
  // its handlers run on.
  void set_tags(const core::Scope& scope, const core::FunctionName& name, Variables tags);
  // The function with all its versions and aliases, or one version only: of one that isn't there
  // nothing has to be done. Throws when there is no such function, when the qualifier is $LATEST or
  // has the form of an alias's name, and when an alias refers to the version.
  void erase(const core::Scope& scope, const core::FunctionName& name,
             const std::string& qualifier = {});

  // function_removal.cpp: a function may have any number of versions and aliases, which go some at
  // a time, and $LATEST last.

  // At most so many documents of a function. Answers whether something is left of it. Throws when
  // there is no such function.
  bool erase_some(const core::Scope& scope, const core::FunctionName& name, std::size_t most);
  struct Erased {
    std::size_t functions = 0;  // of which nothing is left
    std::size_t documents = 0;
  };
  // Functions of these scopes, with what is published of them and attached to them: at most so many
  // documents. When they are fewer, nothing is left.
  Erased erase_all(const core::ScopeFilter& scopes, std::size_t most = core::kAll);

  // function_copying.cpp: functions are copied some documents at a time, too.

  // A function, or something more of one: that has no $LATEST.
  using Record = std::pair<core::FunctionName, FunctionRecord>;
  // The functions of a scope by name, from the cursor on, at most so many documents, as they are
  // now: these stay good, and their code is there, whatever becomes of the functions.
  std::vector<Record> records(const core::Scope& scope, FunctionCursor& cursor,
                              std::size_t most) const;
  // Makes one anew in a scope that has none of its name; or adds more to it, unless it has gone
  // meanwhile.
  void copy(const core::FunctionName& name, const FunctionRecord& record, const core::Scope& to,
            const Rewrite& rewrite);

  // function_versions.cpp

  struct Publication {
    DeploymentPtr version;
    bool is_new = true;
  };
  // Freezes $LATEST under the next number, or answers the version before when nothing has changed
  // since. Throws ApiError when the function is missing, or isn't what the request expects.
  Publication publish(const core::Scope& scope, const core::FunctionName& name,
                      const PublishSettings& settings);

  // function_aliases.cpp: all throw when there is no such function. References stay good until the
  // next change.

  // Throws when there is such an alias already, or there is no version that it names.
  const Alias& create_alias(const core::Scope& scope, const core::FunctionName& name,
                            const AliasSettings& settings);
  // Throws when there is no such alias or version, and when the revision isn't the given one.
  const Alias& update_alias(const core::Scope& scope, const core::FunctionName& name,
                            const std::string& alias, const AliasSettings& settings);
  // Throws `Cannot find alias arn: ARN`.
  const Alias& require_alias(const core::Scope& scope, const core::FunctionName& name,
                             const std::string& alias) const;
  // By name.
  std::vector<const Alias*> aliases(const core::Scope& scope, const core::FunctionName& name) const;
  // Nothing, when there is none.
  void erase_alias(const core::Scope& scope, const core::FunctionName& name,
                   const std::string& alias);

  // function_folders.cpp: functions whose code is a folder of the user's

  // Whose code changes without a request. `call` comes whenever the folders may be others than
  // before; nullptr: nobody wants to know.
  void on_folders_changed(std::function<void()> call) { folders_changed_ = std::move(call); }
  std::set<std::string> folders() const;
  // Something in the folder has changed: each function that it is the code of gets another
  // deployment with the same settings, and its processes end as at an update. Nothing is stored.
  // Answers the functions.
  std::vector<DeploymentPtr> reload_folder(const std::string& folder);

  // function_attachments.cpp: what others keep of a function, a version or an alias, as text of
  // their own, until that goes. An empty qualifier is the function's own.

  // nullptr when there is none.
  const std::string* attachment(FunctionPart part, const core::Scope& scope,
                                const core::FunctionName& name,
                                const std::string& qualifier = {}) const;
  // By qualifier. Throws when there is no such function.
  std::vector<std::pair<std::string, std::string>> attachments(
      FunctionPart part, const core::Scope& scope, const core::FunctionName& name) const;
  // nullopt takes it away. Throws when there is no such function.
  void attach(FunctionPart part, const core::Scope& scope, const core::FunctionName& name,
              const std::string& qualifier, std::optional<std::string> text);
  // The same of a policy, which is part of a revision: what it is of gets this one.
  void attach_policy(const core::Scope& scope, const core::FunctionName& name,
                     const std::string& qualifier, std::optional<std::string> text,
                     const std::string& revision_id);

 private:
  using Key = std::pair<core::Scope, core::FunctionName>;

  void load();
  DeploymentPtr make_deployment(FunctionConfiguration configuration,
                                std::shared_ptr<const CodeDirectory> code);
  const FunctionRecord& require_record(const core::Scope& scope,
                                       const core::FunctionName& name) const;
  FunctionRecord& require_record(const core::Scope& scope, const core::FunctionName& name);
  void tell_of_demand(const core::Scope& scope, const core::FunctionName& name) const;
  void set_layers(const FunctionSettings& settings, FunctionConfiguration& configuration) const;
  // What goes of a function at a time: of each kind the first ones.
  struct Removal {
    Key key;
    FunctionPieces pieces;
  };
  void remove(const std::vector<Removal>& removals);
  void add_erased(const Removal& removal, std::vector<FunctionDocument>& documents) const;
  void take_away(const Removal& removal);
  FunctionRecord copy_of(const FunctionRecord& record, const Key& key, const Rewrite& rewrite,
                         std::vector<FunctionDocument>& documents);
  void retire(const DeploymentPtr& deployment);
  void erase_version(FunctionRecord& record, const std::string& version);
  void tell_of_folders(bool have_changed) const;
  void save_alias(const Key& key, const Alias& alias);
  void tell_of_alias(const FunctionRecord& record, const Alias& before, const Alias& now) const;
  void load_attachments();
  // The documents that go with a version or an alias.
  std::vector<FunctionDocument> without_attachments(const Key& key,
                                                    const std::string& qualifier) const;
  void discard_unused_code() const;
  // Saves the new state, makes it the current one and retires the old. A new revision each time.
  FunctionConfiguration replace(FunctionConfiguration configuration,
                                const std::shared_ptr<const CodeDirectory>& code);

  FunctionStore& store_;
  const core::Clock& clock_;
  storage::files::OwnedDirectory code_root_;
  bool durable_ = false;
  LayerRegistry layers_;
  DeploymentListener* listener_ = nullptr;
  std::function<void()> folders_changed_;
  Runtimes runtimes_;
  std::map<Key, FunctionRecord> functions_;
  CodeUses code_uses_;  // of all of them
  std::uint64_t next_deployment_ = 1;
};

}  // namespace lambda_host
