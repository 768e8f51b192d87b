#pragma once

#include "core/clock.h"
#include "core/scope_filter.h"
#include "lambda-host/functions/code_directory.h"
#include "lambda-host/functions/code_uses.h"
#include "lambda-host/functions/function_store.h"
#include "lambda-host/functions/layer.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace lambda_host {

// What PublishLayerVersion asks for, but for the zip.
struct LayerSettings {
  std::string description;
  std::string license_info;
  std::optional<std::vector<std::string>> runtimes;
  std::optional<std::vector<std::string>> architectures;
};

// All versions of all layers, kept in memory and saved through a FunctionStore. Numbers of versions
// are never given twice. Engine thread. Pointers are good until the next change.
class LayerRegistry {
 public:
  struct Stored {
    LayerVersion version;
    std::shared_ptr<const CodeDirectory> code;
  };
  struct Layer {
    std::int64_t last_version = 0;
    std::map<std::int64_t, Stored> versions;
  };

  // Loads what the store has; both must outlive the registry.
  LayerRegistry(FunctionStore& store, const core::Clock& clock,
                const storage::files::OwnedDirectory& code_root);

  const LayerVersion& publish(const core::Scope& scope, const std::string& name,
                              const LayerSettings& settings, PreparedCode code);
  // nullptr when there is none.
  const Stored* find(const LayerReference& reference) const;
  // The names of layers that have versions.
  std::vector<std::string> names(const core::Scope& scope) const;
  // The newest first; none of a layer that isn't there.
  std::vector<const LayerVersion*> versions(const core::Scope& scope,
                                            const std::string& name) const;
  // Nothing, when there is none. Functions that have it keep what they have of it.
  void erase(const LayerReference& reference);
  // Those of these scopes, and then the numbers that were given: at most so many. Answers how many.
  std::size_t erase_all(const core::ScopeFilter& scopes, std::size_t most = core::kAll);
  // function_copying.cpp: those of a scope by name, behind `after` and at most so many, as they are
  // now, and one made anew in a scope that has none of its name.
  std::vector<std::pair<std::string, Layer>> layers(const core::Scope& scope,
                                                    const std::string& after,
                                                    std::size_t most) const;
  void copy(const std::string& name, const Layer& layer, const core::Scope& to,
            const Rewrite& rewrite);
  // Needs one that is there; nullopt takes the policy away.
  void set_policy(const LayerReference& reference, std::optional<Policy> policy);

  // The directories that belong to layers.
  std::set<std::string> code_ids() const;

 private:
  using Key = std::pair<core::Scope, std::string>;

  // What goes of a layer at a time: the first versions, and the number of the last one.
  struct Removal {
    Key key;
    std::size_t versions = 0;
    bool number = false;
  };
  void take_away(const Removal& removal);

  FunctionStore& store_;
  const core::Clock& clock_;
  std::map<Key, Layer> layers_;
  CodeUses code_uses_;  // of all of them
};

}  // namespace lambda_host
