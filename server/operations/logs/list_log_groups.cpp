#include "core/api_error.h"
#include "core/json/writer.h"
#include "core/limits.h"
#include "server/operations/logs/log_access.h"
#include "server/operations/logs/log_operations.h"
#include "server/operations/logs/log_page.h"
#include "server/operations/logs/log_tokens.h"

#include <algorithm>
#include <optional>

namespace server::operations {
namespace {

// One alternative of a pattern: a part of the name, or its beginning behind a `^`.
bool matches_alternative(std::string_view name, std::string_view wanted) {
  if (wanted.starts_with('^')) return name.starts_with(wanted.substr(1));
  return name.find(wanted) != std::string_view::npos;
}

// Alternatives with `|` between them (API reference, ListLogGroups); an empty pattern matches all.
bool matches_pattern(std::string_view name, std::string_view pattern) {
  while (true) {
    const auto bar = pattern.find('|');
    if (matches_alternative(name, pattern.substr(0, bar))) return true;
    if (bar == std::string_view::npos) return false;
    pattern.remove_prefix(bar + 1);
  }
}

void refuse_unsupported(const core::json::Object& body) {
  for (const char* member : {"dataSources", "fieldIndexNames", "logGroupTags"}) {
    if (!body.find(member)) continue;
    throw core::ApiError(core::ErrorCode::invalid_parameter,
                         std::string("Rivulet doesn't support ") + member + ".");
  }
}

void write_summary(core::json::Writer& writer, const core::Scope& scope,
                   const storage::LogGroup& group) {
  writer.begin_object().member("logGroupName", group.name);
  writer.member("logGroupArn", log_group_arn(scope, group.name));
  writer.member("logGroupClass", group.log_class).end_object();
}

}  // namespace

std::string list_log_groups(const Request& request, Services& services) {
  const auto& body = request.body;
  refuse_unsupported(body);
  const std::string_view pattern = text_or_empty(body, "logGroupNamePattern");
  const std::string_view log_class = text_or_empty(body, "logGroupClass");
  const auto limit =
      static_cast<std::size_t>(whole_or(body, "limit", core::limits::kMaxDescribeLogsLimit));
  std::string after;
  if (const auto token = body.find("nextToken")) after = read_text_token(token->string());
  storage::LogGroupQuery query;
  query.after = after;
  query.limit = kMaxGroupsLookedAt;
  const auto groups = services.logs.find_groups(request.scope, query);

  core::json::Writer writer;
  writer.begin_object().key("logGroups").begin_array();
  std::size_t listed = 0;
  auto group = groups.begin();
  for (; group != groups.end() && listed < limit; ++group) {
    if (!matches_pattern(group->name, pattern)) continue;
    if (!log_class.empty() && group->log_class != log_class) continue;
    write_summary(writer, request.scope, *group);
    ++listed;
  }
  writer.end_array();
  const bool is_last = group == groups.end() && groups.size() < kMaxGroupsLookedAt;
  if (!is_last) writer.member("nextToken", text_token(std::prev(group)->name));
  return writer.end_object().take();
}

}  // namespace server::operations
