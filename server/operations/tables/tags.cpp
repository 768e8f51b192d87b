#include "core/api_error.h"
#include "core/arn.h"
#include "core/json/writer.h"
#include "core/limits.h"
#include "server/operations/tables/invalid_value.h"
#include "server/operations/tables/store_definition.h"
#include "server/operations/tables/table_access.h"
#include "server/operations/tables/table_operations.h"
#include "server/operations/tables/tag_list.h"
#include "storage/catalog.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

// Tags of tables. What AWS checks of an ARN, it checks in this order; captures of 2026 give the
// texts, which differ from those of earlier years.
namespace server::operations {
namespace {

using core::throw_validation;
using core::json::Object;

std::string_view require_arn(const Object& body) {
  const auto arn = body.find("ResourceArn");
  if (!arn) throw_validation("Invalid TableArn");
  return arn->string();
}

[[noreturn]] void throw_access_denied() {
  throw core::ApiError(core::ErrorCode::access_denied, "Access is denied");
}

[[noreturn]] void throw_invalid_arn(std::string_view arn) {
  throw_validation(fmt::format("Invalid TableArn: Invalid ResourceArn provided as input {}", arn));
}

std::string_view table_of(std::string_view text, const core::Scope& scope) {
  if (!text.starts_with("arn:")) {
    throw_validation(fmt::format("{}ARNs must start with 'arn:': {}", kInvalid, text));
  }
  const auto arn = core::parse_arn(text);
  constexpr std::string_view kTable = "table/";
  if (arn && arn->service != "dynamodb") throw_access_denied();
  if (!arn || !arn->resource.starts_with(kTable)) {
    throw_validation(
        fmt::format("{}Provided Arn is not a DynamoDB resource arn: {}", kInvalid, text));
  }
  const std::string_view name = arn->resource.substr(kTable.size());
  if (name.find('/') != std::string_view::npos) {
    throw_validation(
        fmt::format("{}Invalid resource arn provided, only table or stream is "
                    "accepted. Provided resource arn: {}",
                    kInvalid, text));
  }
  if (arn->account != scope.account.get()) throw_access_denied();
  if (!core::is_in(*arn, scope)) throw_invalid_arn(text);
  if (name.size() < core::limits::kMinTableNameLength) throw_invalid_arn(text);
  return name;
}

storage::Table& require_tagged_table(Services& services, const core::Scope& scope,
                                     std::string_view arn, std::string_view name) {
  if (storage::Table* table = services.catalog.find(scope, name)) return *table;
  throw core::ApiError(core::ErrorCode::resource_not_found,
                       fmt::format("Requested resource not found: ResourceArn: {} not found", arn));
}

// A list that the model leaves optional, since AWS looks at the ARN before it.
core::json::Array require_list(const Object& body, std::string_view name, std::string_view member) {
  const auto list = body.find(name);
  if (!list) {
    throw_validation(
        fmt::format("1 validation error detected: Value null at '{}' failed to "
                    "satisfy constraint: Member must not be null",
                    member));
  }
  return list->array();
}

// A key that is there gets the value, and new ones come behind.
void put(std::vector<core::Tag>& tags, std::vector<core::Tag> added) {
  std::unordered_map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < tags.size(); ++i) places.emplace(tags[i].key, i);
  for (core::Tag& tag : added) {
    const auto [place, is_new] = places.emplace(tag.key, tags.size());
    if (is_new) {
      tags.push_back(std::move(tag));
    } else {
      tags[place->second].value = std::move(tag.value);
    }
  }
}

}  // namespace

std::string tag_resource(const Request& request, Services& services) {
  const std::string_view arn = require_arn(request.body);
  const auto list = require_list(request.body, "Tags", "tags");
  const std::string_view name = table_of(arn, request.scope);
  if (list.empty()) throw_validation("Atleast one Tag needs to be provided as Input.");
  std::vector<core::Tag> added = read_tags(list);
  storage::Table& table = require_tagged_table(services, request.scope, arn, name);
  core::TableDefinition changed = table.definition;
  put(changed.tags, std::move(added));
  check_tag_count(changed.tags.size());
  store_definition(services, table, std::move(changed));
  return "";
}

std::string untag_resource(const Request& request, Services& services) {
  const std::string_view arn = require_arn(request.body);
  const auto list = require_list(request.body, "TagKeys", "tagKeys");
  const std::string_view name = table_of(arn, request.scope);
  if (list.empty()) throw_validation("Atleast one Tag Key needs to be provided as Input.");
  const auto keys = read_tag_keys(list);
  storage::Table& table = require_tagged_table(services, request.scope, arn, name);
  core::TableDefinition changed = table.definition;
  std::erase_if(changed.tags, [&](const core::Tag& tag) {
    return std::find(keys.begin(), keys.end(), tag.key) != keys.end();
  });
  store_definition(services, table, std::move(changed));
  return "";
}

// One page: a resource has 50 tags at most. There is no token of ours, and AWS passes over those
// that aren't its own.
std::string list_tags_of_resource(const Request& request, Services& services) {
  const std::string_view arn = require_arn(request.body);
  const storage::Table& table =
      require_tagged_table(services, request.scope, arn, table_of(arn, request.scope));
  core::json::Writer writer;
  writer.begin_object().key("Tags").begin_array();
  for (const core::Tag& tag : table.definition.tags) {
    writer.begin_object().member("Key", tag.key).member("Value", tag.value).end_object();
  }
  return writer.end_array().end_object().take();
}

}  // namespace server::operations
