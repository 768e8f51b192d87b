#include "server/resource_names.h"

#include "core/arn.h"
#include "core/limits.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace server {
namespace {

namespace json = core::json;
using json::Kind;

// Members of all services' requests that name a resource.
constexpr std::string_view kNaming[] = {
    "BackupArn",      "ExportArn",       "ImportArn",      "FunctionName", "GlobalTableName",
    "QueueName",      "QueueUrl",        "ResourceArn",    "SourceArn",    "SourceBackupArn",
    "SourceTableArn", "SourceTableName", "ShardIterator",  "StreamArn",    "TableArn",
    "TableName",      "TargetTableName", "DestinationArn", "logGroupName", "logGroupIdentifier",
    "resourceArn",
};

constexpr std::size_t kMaxActions = core::limits::kMaxTransactionItems;
// No request that is served names so many.
constexpr std::size_t kMaxNames = 1000;

// The word up to any of these.
std::string_view up_to(std::string_view text, std::string_view ends) {
  return text.substr(0, text.find_first_of(ends));
}

// "table/Orders/stream/…", "function:orders:1", "log-group:/aws/lambda/f:*", "orders".
std::string_view name_in_arn(const core::ArnParts& arn) {
  std::string_view resource = arn.resource;
  if (arn.service == "dynamodb") {
    resource.remove_prefix(std::min(resource.find('/') + 1, resource.size()));
    return up_to(resource, "/|");
  }
  if (arn.service == "lambda" || arn.service == "logs") {
    resource.remove_prefix(std::min(resource.find(':') + 1, resource.size()));
  }
  return up_to(resource, ":");
}

void add_text(std::vector<std::string>& names, const json::Value& value) {
  if (value.is(Kind::string)) names.push_back(resource_name(value.string()));
}

void add_keys(std::vector<std::string>& names, const json::Value& value) {
  if (!value.is(Kind::object)) return;
  value.object().for_each(
      [&](const json::Member& table) { names.push_back(resource_name(table.name)); });
}

void add_tables(std::vector<std::string>& names, const json::Value& action) {
  if (!action.is(Kind::object)) return;
  action.object().for_each([&](const json::Member& kind) {
    if (!kind.value.is(Kind::object)) return;
    if (const auto table = kind.value.object().find("TableName")) add_text(names, *table);
  });
}

}  // namespace

std::string resource_name(std::string_view text) {
  if (const auto arn = core::parse_arn(text)) return std::string(name_in_arn(*arn));
  if (text.find("://") != std::string_view::npos) {
    return std::string(text.substr(text.rfind('/') + 1));
  }
  constexpr std::string_view kFunction = "function:";
  const auto function = text.find(kFunction);
  if (function != std::string_view::npos) text.remove_prefix(function + kFunction.size());
  return std::string(up_to(text, ":"));
}

std::vector<std::string> resources_in(const json::Object& body) {
  std::vector<std::string> names;
  body.for_each([&](const json::Member& member) {
    if (std::find(std::begin(kNaming), std::end(kNaming), member.name) != std::end(kNaming)) {
      add_text(names, member.value);
    } else if (member.name == "TableCreationParameters" && member.value.is(Kind::object)) {
      if (const auto table = member.value.object().find("TableName")) add_text(names, *table);
    } else if (member.name == "RequestItems") {
      add_keys(names, member.value);
    } else if (member.name == "TransactItems" && member.value.is(Kind::array)) {
      member.value.array().for_each([&](const json::Value& each) { add_tables(names, each); });
    }
  });
  if (names.size() > kMaxNames) names.resize(kMaxNames);
  return names;
}

std::size_t actions_in(const json::Object& body) {
  for (const std::string_view name : {"TransactItems", "TransactStatements"}) {
    const auto list = body.find(name);
    if (list && list->is(Kind::array)) return std::min(list->array().size(), kMaxActions);
  }
  return 0;
}

}  // namespace server
