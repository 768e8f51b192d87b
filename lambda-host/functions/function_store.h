#pragma once

#include "core/names.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace lambda_host {

// What is kept of functions and layers: documents of these kinds.
enum class FunctionPart {
  version,  // a FunctionConfiguration: "F" is $LATEST, "F:7" the version 7
  alias,    // "F:live"
  // What is attached to a function, a version or an alias, and goes with it:
  policy,
  concurrency,
  provisioned_concurrency,
  event_invoke_config,
  recursion,
  runtime_management,
  code_signing,
  // Of layers:
  layer,          // "L": the number that was given to a version last
  layer_version,  // "L:3"
};

// Those that are attached.
inline constexpr FunctionPart kAttachments[] = {
    FunctionPart::policy,
    FunctionPart::concurrency,
    FunctionPart::provisioned_concurrency,
    FunctionPart::event_invoke_config,
    FunctionPart::recursion,
    FunctionPart::runtime_management,
    FunctionPart::code_signing,
};

struct FunctionDocument {
  FunctionPart part;
  core::Scope scope;
  std::string name;                 // the function's, with ":QUALIFIER" for what isn't its own
  std::optional<std::string> text;  // its owner's JSON; nullopt: it goes
};

// Makes the ARNs of one scope in a text those of another.
using Rewrite = std::function<std::string(std::string)>;

// Keeps the documents across restarts; the code lies in files of its own.
class FunctionStore {
 public:
  virtual ~FunctionStore() = default;
  // Adds, replaces and erases, all or nothing.
  virtual void commit(const std::vector<FunctionDocument>& documents) = 0;
  virtual std::vector<FunctionDocument> load_all(FunctionPart part) = 0;
};

}  // namespace lambda_host
