#include "server/handler_writes.h"

#include "core/arn.h"
#include "lambda-host/functions/session_token.h"
#include "lambda-host/mappings/mapping_registry.h"

#include <set>
#include <string>

namespace server {
namespace {

using core::json::Kind;
using core::json::Object;
using core::json::Value;
using Names = std::set<std::string, std::less<>>;

// A table's ARN names it, too.
void add_table(std::string_view name, Names& names) {
  constexpr std::string_view kResource = "table/";
  const auto arn = core::parse_arn(name);
  const bool is_arn = arn && arn->resource.starts_with(kResource);
  names.emplace(is_arn ? arn->resource.substr(kResource.size()) : name);
}

void add_table_of(const Object& write, Names& names) {
  const auto name = write.find("TableName");
  if (name && name->is(Kind::string)) add_table(name->string(), names);
}

// Of each kind of action but ConditionCheck, which writes nothing.
void add_tables_of(const Value& action, Names& names) {
  for (const char* kind : {"Put", "Update", "Delete"}) {
    const auto write = action.object().find(kind);
    if (write && write->is(Kind::object)) add_table_of(write->object(), names);
  }
}

Names written_tables(std::string_view target, const Object& body) {
  const std::string_view operation = target.substr(target.find('.') + 1);
  Names names;
  if (operation == "PutItem" || operation == "UpdateItem" || operation == "DeleteItem") {
    add_table_of(body, names);
  } else if (operation == "BatchWriteItem") {
    body.find("RequestItems")->object().for_each([&](const core::json::Member& table) {
      add_table(table.name, names);
    });
  } else if (operation == "TransactWriteItems") {
    body.find("TransactItems")->array().for_each([&](const Value& action) {
      add_tables_of(action, names);
    });
  }
  return names;
}

}  // namespace

void note_handler_write(std::string_view session_token, std::string_view target,
                        const operations::Request& request, Services& services) {
  const auto function = lambda_host::function_of_session(session_token);
  if (!function || !target.starts_with("DynamoDB_20120810.")) return;
  for (const std::string& table : written_tables(target, request.body)) {
    services.mappings.note_write(request.scope, *function, core::TableName(table));
  }
}

}  // namespace server
