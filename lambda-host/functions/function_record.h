#pragma once

#include "lambda-host/functions/alias.h"
#include "lambda-host/functions/function.h"
#include "lambda-host/functions/function_store.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lambda_host {

// The number that a version's name is; 0 for $LATEST and for what is no version's name, "07" too.
std::int64_t version_number(std::string_view name);

// A function with all that is published of it.
struct FunctionRecord {
  DeploymentPtr latest;
  std::map<std::int64_t, DeploymentPtr> versions;
  std::map<std::string, Alias> aliases;
  // By part and by qualifier; the function's own have none.
  std::map<std::pair<FunctionPart, std::string>, std::string> attachments;

  // What a qualifier names: $LATEST (or nothing), a version, or the version that an alias points to
  // first of all. nullptr when there is none.
  DeploymentPtr find(const std::string& qualifier) const;
  // The same for one invocation, of which an alias may have several versions take their shares.
  DeploymentPtr route(const std::string& qualifier, double fraction) const;
  // $LATEST, if it is there, then the versions in their order.
  std::vector<DeploymentPtr> deployments() const;
  std::vector<std::string> aliases_of(const std::string& version) const;
  // nullopt takes the attachment away.
  void keep(FunctionPart part, const std::string& qualifier, std::optional<std::string> text);
  void drop_attachments(const std::string& qualifier);

 private:
  DeploymentPtr find_version(const std::string& version) const;
};

// How much of a record is dealt with at a time, each kind from its beginning.
struct FunctionPieces {
  std::size_t attachments = 0;
  std::size_t aliases = 0;
  std::size_t versions = 0;
  bool latest = false;

  std::size_t documents() const { return attachments + aliases + versions + (latest ? 1 : 0); }
};

// At most so many documents: what leads to versions comes before them, and $LATEST is the last.
FunctionPieces first_pieces(const FunctionRecord& record, std::size_t most);

// How far a list of functions has come, in the last one's record, too.
struct FunctionCursor {
  bool at_end = false;
  core::FunctionName name;
  std::int64_t version = 0;
  std::string alias = {};
  std::pair<FunctionPart, std::string> attachment{FunctionPart::version, {}};  // none is before it
};

// Up to so many documents of a record behind the cursor, which moves on: versions, aliases, and
// what is attached. Answers how many.
std::size_t copy_behind(FunctionCursor& cursor, const FunctionRecord& record, std::size_t most,
                        FunctionRecord& copy);

// Whether publishing the function as it stands would only repeat the version: the same code under
// the same settings.
bool is_published_as(const FunctionConfiguration& version, const FunctionConfiguration& latest);

}  // namespace lambda_host
