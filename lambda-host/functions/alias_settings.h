#pragma once

#include "core/json/value.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace lambda_host {

// What CreateAlias and UpdateAlias ask for. A member that isn't there stays as it is (update).
struct AliasSettings {
  std::optional<std::string> name;  // create only: an update has it in its path
  std::optional<std::string> function_version;
  std::optional<std::string> description;
  std::optional<std::map<std::string, double>> weights;  // an empty map takes the routing away
  std::optional<std::string> revision_id;                // update only
};

// From the request's body. Throws ApiError(serialization) for a member of the wrong type.
AliasSettings read_alias_settings(const core::json::Object& body);

// Throw ApiError(validation) naming every value outside the API's limits, as AWS does.
void check_limits(const AliasSettings& settings);
void check_new_alias(const AliasSettings& settings);
void check_alias_name(std::string_view name);
void check_version_name(std::string_view version);

}  // namespace lambda_host
