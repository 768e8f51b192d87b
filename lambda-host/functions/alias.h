#pragma once

#include "core/json/writer.h"
#include "core/names.h"

#include <map>
#include <string>
#include <string_view>

namespace lambda_host {

// A name for a version of a function, which may share its invocations with another version.
struct Alias {
  std::string name;
  std::string function_version;  // "$LATEST" or a number
  std::string description;
  std::map<std::string, double> weights;  // of further versions: the share that each one takes
  std::string revision_id;

  friend bool operator==(const Alias&, const Alias&) = default;
};

// The version that an invocation goes to. `fraction` is a random number of at least 0 and below 1;
// a version of weight 0.2 gets those below 0.2.
const std::string& routed_version(const Alias& alias, double fraction);

// Whether invocations of the alias may go to the version.
bool refers_to(const Alias& alias, const std::string& version);

// An AliasConfiguration of the Lambda API as one JSON object.
void write_alias(core::json::Writer& writer, const Alias& alias, std::string_view function_arn);

// What a store keeps. read_stored_alias throws std::runtime_error for text that write_stored_alias
// didn't make.
std::string write_stored_alias(const Alias& alias);
Alias read_stored_alias(std::string text);

}  // namespace lambda_host
