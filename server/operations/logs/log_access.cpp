#include "server/operations/logs/log_access.h"

#include "core/api_error.h"
#include "core/arn.h"
#include "core/limits.h"
#include "core/utf16.h"

#include <fmt/format.h>

namespace server::operations {
namespace {

constexpr std::string_view kGroupResource = "log-group:";

[[noreturn]] void throw_no_group() {
  throw core::ApiError(core::ErrorCode::resource_not_found,
                       "The specified log group does not exist.");
}

}  // namespace

void check_log_name(std::string_view name) {
  if (core::utf16_length(name) <= core::limits::kMaxLogNameLength) return;
  throw core::ApiError(
      core::ErrorCode::invalid_parameter,
      "Invalid LogGroup or LogStream, both must have length less than or equal to 512.");
}

storage::LogGroup require_log_group(Services& services, const core::Scope& scope,
                                    const core::json::Object& body) {
  const auto name = body.find("logGroupName");
  const auto identifier = body.find("logGroupIdentifier");
  if (name && identifier) {
    core::throw_validation("LogGroup name and LogGroup ARN are mutually exclusive parameters.");
  }
  if (name) return require_log_group(services, scope, name->string());
  if (!identifier) {
    // Not recorded from AWS.
    core::throw_validation("Either LogGroup name or LogGroup ARN must be specified.");
  }
  const std::string_view text = identifier->string();
  if (text.starts_with("arn:")) return require_log_group_by_arn(services, scope, text);
  return require_log_group(services, scope, text);
}

storage::LogGroup require_log_group(Services& services, const core::Scope& scope,
                                    std::string_view name) {
  check_log_name(name);
  if (auto group = services.logs.find_group(scope, name)) return *std::move(group);
  throw_no_group();
}

storage::LogGroup require_log_group_by_arn(Services& services, const core::Scope& scope,
                                           std::string_view arn) {
  const auto parts = core::parse_arn(arn);
  if (!parts || parts->service != "logs" || !core::is_in(*parts, scope) ||
      !parts->resource.starts_with(kGroupResource)) {
    throw_no_group();
  }
  return require_log_group(services, scope, parts->resource.substr(kGroupResource.size()));
}

storage::LogStream require_log_stream(Services& services, const storage::LogGroup& group,
                                      std::string_view name) {
  check_log_name(name);
  if (auto stream = services.logs.find_stream(group.id, name)) return *std::move(stream);
  throw core::ApiError(core::ErrorCode::resource_not_found,
                       "The specified log stream does not exist.");
}

std::string log_group_arn(const core::Scope& scope, std::string_view group) {
  return core::make_arn("logs", scope, fmt::format("{}{}", kGroupResource, group));
}

std::string log_stream_arn(const core::Scope& scope, std::string_view group,
                           std::string_view stream) {
  return fmt::format("{}:log-stream:{}", log_group_arn(scope, group), stream);
}

std::int64_t whole_or(const core::json::Object& body, std::string_view member, std::int64_t other) {
  const auto value = body.find(member);
  return value ? value->integer() : other;
}

std::string_view text_or_empty(const core::json::Object& body, std::string_view member) {
  const auto value = body.find(member);
  return value ? value->string() : std::string_view();
}

bool is_true(const core::json::Object& body, std::string_view member) {
  const auto value = body.find(member);
  return value && value->boolean();
}

}  // namespace server::operations
