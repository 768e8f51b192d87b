#include "core/api_error.h"
#include "core/clock.h"
#include "core/json/writer.h"
#include "core/limits.h"
#include "server/operations/logs/log_access.h"
#include "server/operations/logs/log_operations.h"
#include "server/operations/logs/log_page.h"
#include "server/operations/logs/log_tags.h"
#include "server/operations/logs/log_tokens.h"
#include "storage/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace server::operations {
namespace {

// PutRetentionPolicy's documentation.
constexpr std::int64_t kRetentionDays[] = {1,    3,    5,    7,    14,   30,  60,  90,
                                           120,  150,  180,  365,  400,  545, 731, 1096,
                                           1827, 2192, 2557, 2922, 3288, 3653};

void check_retention(std::int64_t days) {
  if (std::find(std::begin(kRetentionDays), std::end(kRetentionDays), days) !=
      std::end(kRetentionDays)) {
    return;
  }
  throw core::ApiError(
      core::ErrorCode::invalid_parameter,
      fmt::format("1 validation error detected: Value '{}' at 'retentionInDays' failed to satisfy "
                  "constraint: Member must satisfy enum value set: [{}]",
                  days, fmt::join(kRetentionDays, ", ")));
}

void write_group(core::json::Writer& writer, const core::Scope& scope,
                 const storage::LogGroup& group) {
  const std::string arn = log_group_arn(scope, group.name);
  writer.begin_object();
  writer.member("logGroupName", std::string_view(group.name));
  writer.member("creationTime", group.created_at);
  if (group.retention_days) writer.member("retentionInDays", *group.retention_days);
  writer.member("metricFilterCount", 0);
  writer.member("arn", std::string_view(arn + ":*"));
  writer.member("storedBytes", group.stored_bytes);
  if (!group.kms_key.empty()) writer.member("kmsKeyId", std::string_view(group.kms_key));
  writer.member("logGroupClass", std::string_view(group.log_class));
  writer.member("logGroupArn", std::string_view(arn));
  writer.member("deletionProtectionEnabled", false);
  writer.end_object();
}

storage::LogGroupQuery read_group_query(const core::json::Object& body) {
  storage::LogGroupQuery query;
  query.prefix = text_or_empty(body, "logGroupNamePrefix");
  if (!query.prefix.empty() && !text_or_empty(body, "logGroupNamePattern").empty()) {
    throw core::ApiError(
        core::ErrorCode::invalid_parameter,
        "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
  }
  check_log_name(query.prefix);
  return query;
}

}  // namespace

std::string create_log_group(const Request& request, Services& services) {
  const auto& body = request.body;
  storage::LogGroup group;
  group.name = body.find("logGroupName")->string();
  check_log_name(group.name);
  if (const auto log_class = body.find("logGroupClass")) group.log_class = log_class->string();
  group.kms_key = text_or_empty(body, "kmsKeyId");
  group.created_at = core::epoch_milliseconds(services.clock.now());
  services.writer.transact([&] {
    if (services.logs.find_group(request.scope, group.name)) {
      // Without a full stop, unlike its neighbours.
      throw core::ApiError(core::ErrorCode::resource_already_exists,
                           "The specified log group already exists");
    }
    const std::int64_t created = services.logs.create_group(request.scope, group);
    if (const auto tags = body.find("tags")) {
      services.logs.set_tags(created, read_log_tags(tags->object()));
    }
  });
  return "{}";
}

std::string delete_log_group(const Request& request, Services& services) {
  services.writer.transact([&] {
    services.logs.drop_group(require_log_group(services, request.scope, request.body).id);
  });
  return "{}";
}

std::string describe_log_groups(const Request& request, Services& services) {
  const auto& body = request.body;
  storage::LogGroupQuery query = read_group_query(body);
  const auto limit =
      static_cast<std::size_t>(whole_or(body, "limit", core::limits::kMaxDescribeLogsLimit));
  const std::string_view pattern = text_or_empty(body, "logGroupNamePattern");
  // Without a pattern, one more tells whether there is a next page.
  query.limit = pattern.empty() ? limit + 1 : kMaxGroupsLookedAt;
  std::string after;
  if (const auto token = body.find("nextToken")) after = read_text_token(token->string());
  query.after = after;
  const auto groups = services.logs.find_groups(request.scope, query);

  core::json::Writer writer;
  writer.begin_object().key("logGroups").begin_array();
  std::size_t listed = 0;
  auto group = groups.begin();
  for (; group != groups.end(); ++group) {
    if (group->name.find(pattern) == std::string::npos) continue;
    if (listed++ == limit) break;
    write_group(writer, request.scope, *group);
  }
  writer.end_array();
  const bool is_last = group == groups.end() && groups.size() < query.limit;
  if (!is_last) writer.member("nextToken", std::string_view(text_token(std::prev(group)->name)));
  return writer.end_object().take();
}

std::string put_retention_policy(const Request& request, Services& services) {
  const std::int64_t days = whole_or(request.body, "retentionInDays", 0);
  check_retention(days);
  services.writer.transact([&] {
    const auto group = require_log_group(services, request.scope, request.body);
    services.logs.set_retention(group.id, days);
  });
  return "{}";
}

std::string delete_retention_policy(const Request& request, Services& services) {
  services.writer.transact([&] {
    const auto group = require_log_group(services, request.scope, request.body);
    services.logs.set_retention(group.id, std::nullopt);
  });
  return "{}";
}

}  // namespace server::operations
