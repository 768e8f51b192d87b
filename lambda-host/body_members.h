#pragma once

#include "core/json/value.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Members of a request's body, which may be absent or null. Each throws ApiError(serialization)
// for a member of another type.
namespace lambda_host {

std::optional<std::string> body_string(const core::json::Object& body, std::string_view name);
// A number beyond int's range comes as int's end: the check of its limit will name it.
std::optional<int> body_int(const core::json::Object& body, std::string_view name);
std::optional<bool> body_bool(const core::json::Object& body, std::string_view name);
std::optional<core::json::Object> body_object(const core::json::Object& body,
                                              std::string_view name);
std::optional<core::json::Array> body_array(const core::json::Object& body, std::string_view name);
std::optional<std::vector<std::string>> body_strings(const core::json::Object& body,
                                                     std::string_view name);
std::optional<std::map<std::string, std::string>> body_map(const core::json::Object& body,
                                                           std::string_view name);

}  // namespace lambda_host
