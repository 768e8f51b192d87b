#pragma once

#include "core/names.h"

#include <optional>
#include <string>
#include <vector>

namespace lambda_host {

// What is kept of functions: documents of these kinds.
enum class FunctionPart {
  version,  // a FunctionConfiguration: "F" is $LATEST, "F:7" the version 7
  alias,    // "F:live"
};

struct FunctionDocument {
  FunctionPart part;
  core::Scope scope;
  std::string name;                 // the function's, with ":QUALIFIER" for what isn't its own
  std::optional<std::string> text;  // its owner's JSON; nullopt: it goes
};

// Keeps the documents across restarts; the code lies in files of its own.
class FunctionStore {
 public:
  virtual ~FunctionStore() = default;
  // Adds, replaces and erases, all or nothing.
  virtual void commit(const std::vector<FunctionDocument>& documents) = 0;
  virtual std::vector<FunctionDocument> load_all(FunctionPart part) = 0;
};

}  // namespace lambda_host
