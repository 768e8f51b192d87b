#pragma once

#include "core/json/value.h"
#include "core/names.h"
#include "server/services.h"
#include "storage/log_table.h"

#include <cstdint>
#include <string>
#include <string_view>

// How the operations of CloudWatch Logs find groups and streams, and what they are called.
namespace server::operations {

// Throws when a name is too long: the model's own check has a wording of no use here.
void check_log_name(std::string_view name);

// The group that `logGroupName` or `logGroupIdentifier` names. Throws when it doesn't exist.
storage::LogGroup require_log_group(Services& services, const core::Scope& scope,
                                    const core::json::Object& body);
storage::LogGroup require_log_group(Services& services, const core::Scope& scope,
                                    std::string_view name);
// By the ARN without ":*" behind it, as AWS documents it for these parameters.
storage::LogGroup require_log_group_by_arn(Services& services, const core::Scope& scope,
                                           std::string_view arn);

storage::LogStream require_log_stream(Services& services, const storage::LogGroup& group,
                                      std::string_view name);

// Without the ":*" that the `arn` member of a group has behind it.
std::string log_group_arn(const core::Scope& scope, std::string_view group);
std::string log_stream_arn(const core::Scope& scope, std::string_view group,
                           std::string_view stream);

// The member's whole number, or else the other.
std::int64_t whole_or(const core::json::Object& body, std::string_view member, std::int64_t other);
// The member's text, or none. A view into the body.
std::string_view text_or_empty(const core::json::Object& body, std::string_view member);
bool is_true(const core::json::Object& body, std::string_view member);

}  // namespace server::operations
