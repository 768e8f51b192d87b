#include "core/api_error.h"
#include "core/json/writer.h"
#include "core/time_text.h"
#include "server/operations/attachments/attached_table.h"
#include "server/operations/attachments/attachment_operations.h"
#include "server/operations/tables/table_access.h"
#include "storage/catalog.h"

#include <fmt/format.h>

#include <vector>

// CloudWatch Contributor Insights, as recorded answers of 2026 show them: a table that never had
// them is DISABLED and nothing else, a change of the mode is an ENABLE, and lists leave out what is
// DISABLED. The rules have names, and there is nothing behind them.
namespace server::operations {
namespace {

using core::ContributorInsights;
using core::json::Writer;

constexpr std::string_view kAllKeys = "ACCESSED_AND_THROTTLED_KEYS";
constexpr std::string_view kThrottledKeys = "THROTTLED_KEYS";

// The table or one of its global indexes.
struct Subject {
  storage::Table& table;
  std::string index;  // empty: the table
};

std::string_view mode_of(const ContributorInsights& insights) {
  return insights.throttled_keys_only ? kThrottledKeys : kAllKeys;
}

std::string_view status_of(const ContributorInsights* insights, const Services& services) {
  if (!insights) return "DISABLED";
  if (!is_under_way(services, insights->changed_at)) {
    return insights->enabled ? "ENABLED" : "DISABLED";
  }
  return insights->enabled ? "ENABLING" : "DISABLING";
}

void check_index(const storage::Table& table, std::string_view name) {
  const core::IndexDefinition* index = table.definition.find_index(name);
  if (index && index->global) return;
  throw core::ApiError(core::ErrorCode::resource_not_found,
                       fmt::format("Requested resource not found: Index: {} not found for table: "
                                   "{}",
                                   name, table.definition.name.get()));
}

Subject require_subject(const Request& request, Services& services) {
  storage::Table& table =
      require_described_table(services, request.scope, request.body.find("TableName")->string());
  const auto index = request.body.find("IndexName");
  if (!index) return {table, ""};
  check_index(table, index->string());
  return {table, std::string(index->string())};
}

const ContributorInsights* find_insights(const storage::Table& table, const std::string& index) {
  const auto& all = table.definition.attachments.insights;
  const auto found = all.find(index);
  return found == all.end() ? nullptr : &found->second;
}

[[noreturn]] void throw_not_active(std::string_view what) {
  core::throw_validation(
      fmt::format("Table or Index is not in a valid state to update Key Access Insights: {}Status "
                  "must be ACTIVE to enable ContributorInsights.",
                  what));
}

void check_active(const Subject& subject, Services& services) {
  const core::TableDefinition& table = subject.table.definition;
  const Transition* transition =
      services.table_transitions.find(table.scope, table.name.get(), services.clock.now());
  if (transition && transition->status == TableStatus::creating) throw_not_active("Table");
  const storage::Index* index = subject.table.find_index(subject.index);
  if (index && index->filled_to) throw_not_active("Index");
}

void write_subject(Writer& writer, const storage::Table& table, const std::string& index) {
  writer.member("TableName", table.definition.name.get());
  if (!index.empty()) writer.member("IndexName", index);
}

// The rules count keys (C) and throttled keys (T): partition keys (P) and, where there is one, with
// the sort key (S).
void write_rules(Writer& writer, const Subject& subject, const ContributorInsights& insights) {
  const core::TableDefinition& table = subject.table.definition;
  const core::IndexDefinition* index = table.find_index(subject.index);
  const bool sorted = !(index ? index->key : table.key).sort.empty();
  const std::string resource = index ? table.name.get() + "-" + subject.index : table.name.get();
  writer.key("ContributorInsightsRuleList").begin_array();
  for (const char counted : {'C', 'T'}) {
    if (counted == 'C' && insights.throttled_keys_only) continue;
    for (const char key : {'P', 'S'}) {
      if (key == 'S' && !sorted) continue;
      writer.string(fmt::format("DynamoDBContributorInsights-{}K{}-{}-{}", key, counted, resource,
                                insights.rules_made_at));
    }
  }
  writer.end_array();
}

ContributorInsights enabled(const ContributorInsights* before, bool throttled_keys_only,
                            core::WallTime now) {
  const bool keeps_rules = before && before->enabled;
  return {true, throttled_keys_only, now,
          keeps_rules ? before->rules_made_at : core::epoch_milliseconds(now)};
}

// nullopt: it changes nothing.
std::optional<ContributorInsights> changed(const Request& request,
                                           const ContributorInsights* before, core::WallTime now) {
  if (request.body.find("ContributorInsightsAction")->string() == "DISABLE") {
    if (!before || !before->enabled) return std::nullopt;
    ContributorInsights disabled = *before;
    disabled.enabled = false;
    disabled.changed_at = now;
    return disabled;
  }
  const auto mode = request.body.find("ContributorInsightsMode");
  const bool throttled_keys_only = mode && mode->string() == kThrottledKeys;
  if (before && before->enabled && before->throttled_keys_only == throttled_keys_only) {
    return std::nullopt;
  }
  return enabled(before, throttled_keys_only, now);
}

std::string update_answer(const Subject& subject, std::string_view status,
                          const ContributorInsights* insights) {
  Writer writer;
  writer.begin_object();
  write_subject(writer, subject.table, subject.index);
  writer.member("ContributorInsightsStatus", status);
  if (insights) writer.member("ContributorInsightsMode", mode_of(*insights));
  return writer.end_object().take();
}

// One line of a list.
struct Listed {
  const storage::Table& table;
  const std::string& index;
  const ContributorInsights& insights;

  // Where a list goes on behind it. No name has a slash.
  std::string token() const { return table.definition.name.get() + "/" + index; }
};

void add_listed(const storage::Table& table, const Services& services, std::vector<Listed>& list) {
  for (const auto& [index, insights] : table.definition.attachments.insights) {
    if (status_of(&insights, services) != "DISABLED") list.push_back({table, index, insights});
  }
}

std::vector<Listed> all_listed(const Request& request, Services& services) {
  std::vector<Listed> list;
  if (const auto name = request.body.find("TableName")) {
    add_listed(require_described_table(services, request.scope, name->string()), services, list);
    return list;
  }
  for (const storage::Table* table : services.catalog.list(request.scope, "")) {
    add_listed(*table, services, list);
  }
  return list;
}

void write_listed(Writer& writer, const Listed& listed, const Services& services) {
  writer.begin_object();
  write_subject(writer, listed.table, listed.index);
  writer.member("ContributorInsightsStatus", status_of(&listed.insights, services));
  writer.member("ContributorInsightsMode", mode_of(listed.insights)).end_object();
}

}  // namespace

std::string describe_contributor_insights(const Request& request, Services& services) {
  const Subject subject = require_subject(request, services);
  const ContributorInsights* insights = find_insights(subject.table, subject.index);
  Writer writer;
  writer.begin_object();
  write_subject(writer, subject.table, subject.index);
  if (insights && insights->enabled) write_rules(writer, subject, *insights);
  writer.member("ContributorInsightsStatus", status_of(insights, services));
  if (insights) {
    writer.key("LastUpdateDateTime").raw(core::epoch_seconds_text(insights->changed_at));
    writer.member("ContributorInsightsMode", mode_of(*insights));
  }
  return writer.end_object().take();
}

std::string update_contributor_insights(const Request& request, Services& services) {
  const Subject subject = require_subject(request, services);
  check_active(subject, services);
  const ContributorInsights* before = find_insights(subject.table, subject.index);
  const auto after = changed(request, before, services.clock.now());
  if (!after) return update_answer(subject, status_of(before, services), before);
  core::TableAttachments attachments = subject.table.definition.attachments;
  attachments.insights[subject.index] = *after;
  store_attachments(services, subject.table, std::move(attachments));
  return update_answer(subject, after->enabled ? "ENABLING" : "DISABLING", &*after);
}

std::string list_contributor_insights(const Request& request, Services& services) {
  constexpr std::size_t kDefaultPage = 100;
  const auto limit = request.body.find("MaxResults");
  const std::size_t page =
      limit && limit->integer() > 0 ? static_cast<std::size_t>(limit->integer()) : kDefaultPage;
  const auto token = request.body.find("NextToken");
  Writer writer;
  writer.begin_object().key("ContributorInsightsSummaries").begin_array();
  std::size_t shown = 0;
  std::string last;
  bool more = false;
  for (const Listed& listed : all_listed(request, services)) {
    if (token && listed.token() <= token->string()) continue;
    more = shown == page;
    if (more) break;
    ++shown;
    last = listed.token();
    write_listed(writer, listed, services);
  }
  writer.end_array();
  if (more) writer.member("NextToken", last);
  return writer.end_object().take();
}

}  // namespace server::operations
